import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PlannedGrowth } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegisteredVm } from '../../qubes/vm-registry.ts';
import type { FoundVolume, VolumeSlot } from '../../storage/storage-backend.ts';
import type { DraftOf, OperationPorts } from '../plan-draft.ts';
import { checkHalted } from './check-halted.ts';

export type ResizePlan = DraftOf<'resize'>;

/** Looks whether the plan is still true. */
export function checkGrowable(plan: ResizePlan, ports: OperationPorts): Step {
  return {
    name: 'check',
    phase: 'check',
    role: null,
    bytes: null,
    isCheckedAgain: true,
    async run() {
      for (const growth of plan.grows) {
        const found = await findGrowable(plan, growth, ports);
        if (!found.ok) return found;
        if (found.value.volume.identity !== growth.identity) return err({ code: 'plan-changed' });
      }
      return done;
    },
  };
}

export interface Growable {
  readonly vm: RegisteredVm;
  readonly slot: VolumeSlot;
  readonly volume: FoundVolume;
}

/** The volume that the plan speaks of, while its VM is halted and nobody has it open. It may have grown already. */
export async function findGrowable(
  plan: ResizePlan,
  { role, storage: kind, path }: PlannedGrowth,
  { registry, hypervisor, storage }: OperationPorts,
): Promise<Result<Growable, Failure>> {
  const contents = await registry.read();
  if (!contents.ok) return contents;
  const vm = contents.value.vms.find(({ name }) => name === plan.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: plan.vm });
  if (vm.dirPath !== plan.vmDir || vm.storageType !== kind) return err({ code: 'vm-changed', vm: plan.vm });
  const halted = await checkHalted(plan.vm, hypervisor);
  if (!halted.ok) return halted;
  const slot = { vm: plan.vm, vmDir: plan.vmDir, role };
  const [volume] = (await storage[kind].survey([slot])).volumes;
  if (volume?.path !== path) return err({ code: 'volume-not-found', vm: plan.vm, role });
  return volume.isOpen ? err({ code: 'volume-in-use', volume: path }) : { ok: true, value: { vm, slot, volume } };
}
