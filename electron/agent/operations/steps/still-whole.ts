import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import type { RegisteredVm, RegistryContents } from '../../qubes/vm-registry.ts';
import type { PlanDraft } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';

/** A VM that is free to be changed as a whole, and how all others stand. */
interface WholeVm {
  readonly vm: RegisteredVm;
  readonly powers: ReadonlyMap<VmName, PowerState>;
}

/** The VM is registered as planned and halted, and of the volumes that the plan names none is gone or open. */
export async function stillWhole(
  plan: PlanDraft,
  contents: RegistryContents,
  volumes: Parameters<WholeVmPorts['owned']['unused']>[0],
  { hypervisor, owned }: Pick<WholeVmPorts, 'hypervisor' | 'owned'>,
): Promise<Result<WholeVm, Failure>> {
  const vm = contents.vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  if (vm.dirPath !== plan.vmDir) return err({ code: 'vm-changed', vm: plan.vm });
  const powers = await hypervisor.powerStates();
  if (!powers.ok) return powers;
  const power = powers.value.get(plan.vm) ?? 'halted';
  if (power !== 'halted') {
    return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm: plan.vm, power }] });
  }
  const unused = await owned.unused(volumes);
  return unused.ok ? ok({ vm, powers: powers.value }) : unused;
}
