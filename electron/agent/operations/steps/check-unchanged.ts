import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryContents } from '../../qubes/vm-registry.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { sourceSlot } from './planned-target.ts';

/** A job may begin long after its plan, or again after a crash: looks whether the plan is still true. */
export function checkUnchanged(plan: PlanDraft, ports: OperationPorts): Step {
  return {
    name: 'check',
    phase: 'check',
    role: null,
    bytes: null,
    isCheckedAgain: true,
    async run({ signal }) {
      const contents = await ports.registry.read({ signal });
      return contents.ok ? stillAsPlanned(plan, contents.value, ports) : contents;
    },
  };
}

/** The VM is registered as planned, halted, and nobody has its volumes open or has written to them since. */
export async function stillAsPlanned(
  plan: PlanDraft,
  contents: RegistryContents,
  { hypervisor, storage }: OperationPorts,
): Promise<Result<void, Failure>> {
  const vm = contents.vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  if (vm.dirPath !== plan.vmDir || plan.volumes.some(({ from }) => from !== vm.storageType)) {
    return err({ code: 'vm-changed', vm: plan.vm });
  }

  const powers = await hypervisor.powerStates();
  if (!powers.ok) return powers;
  const power = powers.value.get(plan.vm) ?? 'halted';
  if (power !== 'halted') {
    return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm: plan.vm, power }] });
  }

  for (const volume of plan.volumes) {
    const found = await storage[volume.from].survey([sourceSlot(plan, volume)]);
    const source = found.volumes[0];
    if (source === undefined) return err({ code: 'volume-not-found', vm: plan.vm, role: volume.role });
    if (source.isOpen) return err({ code: 'volume-in-use', volume: source.path });
    if (source.identity !== volume.sourceIdentity) {
      return err({ code: 'source-changed', vm: plan.vm, role: volume.role });
    }
  }
  return done;
}
