import { create } from 'zustand';
import type { VmName } from '#shared/domain/ids.ts';

interface PowerState {
  /** VMs of which something is asked that the agent has not answered yet: a start takes as long as it takes. */
  readonly waiting: ReadonlySet<VmName>;
}

export const usePowerStore = create<PowerState>()(() => ({ waiting: new Set() }));

export function setWaiting(vm: VmName, isWaiting: boolean): void {
  usePowerStore.setState(({ waiting }) => {
    const next = new Set(waiting);
    if (isWaiting) next.add(vm);
    else next.delete(vm);
    return { waiting: next };
  });
}

export const useIsWaiting = (vm: VmName): boolean => usePowerStore((state) => state.waiting.has(vm));
