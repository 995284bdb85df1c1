import { done, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { stillAsPlanned } from './check-unchanged.ts';
import { eachTarget, targetBackend, targetSlot } from './planned-target.ts';
import { switchRegistry } from './switch-registry.ts';

/**
 * The one moment that others can see: under the registry's lock, the copies get their final names and the VM its new kind
 * of storage. Run again after a crash it finds out how far it came.
 */
export function switchStorage(plan: PlanDraft, to: StorageType, ports: OperationPorts): Step {
  return {
    name: 'switch',
    phase: 'switch',
    role: null,
    bytes: null,
    isPointOfNoReturn: true,
    run: ({ job }) =>
      switchRegistry(
        ports.registry,
        (current) => decide(plan, to, current, ports, job),
        (contents) => isSwitched(plan, to, contents),
      ),
    async undo({ job }) {
      return eachTarget(plan, (volume) =>
        targetBackend(volume, ports).withdrawCommitted(targetSlot(plan, volume, job), job),
      );
    },
  };
}

const isSwitched = (plan: PlanDraft, to: StorageType, contents: RegistryContents): boolean =>
  contents.vms.some(({ name, storageType }) => name === plan.vm && storageType === to);

async function decide(
  plan: PlanDraft,
  to: StorageType,
  current: RegistryContents,
  ports: OperationPorts,
  job: JobId,
): Promise<Result<readonly RegistryChange[], Failure>> {
  const isDone = isSwitched(plan, to, current);
  const unchanged = isDone ? done : await stillAsPlanned(plan, current, ports);
  if (!unchanged.ok) return unchanged;
  // After a crash behind the write this changes nothing; if somebody else switched the VM it fails on the taken name.
  const committed = await eachTarget(plan, (volume) =>
    targetBackend(volume, ports).commitReserved(targetSlot(plan, volume, job), job),
  );
  if (!committed.ok) return committed;
  return ok(isDone ? [] : [{ kind: 'set', vm: plan.vm, settings: { storageType: to } }]);
}
