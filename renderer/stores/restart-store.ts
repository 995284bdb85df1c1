import { create } from 'zustand';
import type { VmName } from '#shared/domain/ids.ts';

interface RestartState {
  /** VMs that were shut down for what is to be done with them, and are started again afterwards. */
  readonly vms: ReadonlySet<VmName>;
}

const useRestarts = create<RestartState>()(() => ({ vms: new Set() }));

export const addRestart = (vm: VmName): void => useRestarts.setState(({ vms }) => ({ vms: new Set([...vms, vm]) }));

/** Whether it was one of them; it is none any more. */
export function takeRestart(vm: VmName): boolean {
  const { vms } = useRestarts.getState();
  useRestarts.setState({ vms: new Set([...vms].filter((other) => other !== vm)) });
  return vms.has(vm);
}

export const useIsRestarted = (vm: VmName): boolean => useRestarts((state) => state.vms.has(vm));
