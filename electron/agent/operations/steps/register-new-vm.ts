import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { MakingDraft } from '../making.ts';
import type { OperationPorts } from '../plan-draft.ts';
import { stillAsPlanned } from './check-unchanged.ts';
import { eachTarget, targetBackend, targetSlot } from './planned-target.ts';
import { switchRegistry } from './switch-registry.ts';

/**
 * The one moment that others can see: under the registry's lock, the new VM's volumes and folder get their final names, and
 * the VM its record. Run again after a crash it finds out how far it came.
 */
export function registerNewVm(change: RegistryChange, plan: MakingDraft, ports: OperationPorts): Step {
  return {
    name: 'switch',
    phase: 'switch',
    role: null,
    bytes: null,
    isPointOfNoReturn: true,
    run: ({ job }) =>
      switchRegistry(
        ports.registry,
        (current) => decide(change, plan, current, ports, job),
        (contents) => isRegistered(plan, contents, ports, job),
      ),
    async undo({ job }) {
      const withdrawn = await ports.folders.withdraw(plan.makes.vmDir, job);
      if (!withdrawn.ok) return withdrawn;
      return eachTarget(plan, (target) =>
        targetBackend(target, ports).withdrawCommitted(targetSlot(plan, target, job), job),
      );
    },
  };
}

/** By this job: the folder in its place carries the job's mark. */
const isRegistered = async (
  { makes }: MakingDraft,
  { vms }: RegistryContents,
  { folders }: OperationPorts,
  job: JobId,
): Promise<boolean> =>
  vms.some(({ name, dirPath }) => name === makes.vm && dirPath === makes.vmDir) &&
  folders.isCommitted(makes.vmDir, job);

async function decide(
  change: RegistryChange,
  plan: MakingDraft,
  current: RegistryContents,
  ports: OperationPorts,
  job: JobId,
): Promise<Result<readonly RegistryChange[], Failure>> {
  if (await isRegistered(plan, current, ports, job)) return ok([]);
  if (current.vms.some(({ name }) => name === plan.makes.vm)) return err({ code: 'name-taken', name: plan.makes.vm });
  const unchanged = await stillAsPlanned(plan, current, ports);
  if (!unchanged.ok) return unchanged;
  const committed = await commit(plan, ports, job);
  return committed.ok ? ok([change]) : committed;
}

/** Volumes first: images get their names within the folder, and the folder is the last that can be taken by others. */
async function commit(plan: MakingDraft, ports: OperationPorts, job: JobId): Promise<Result<void, Failure>> {
  const { vmDir } = plan.makes;
  if (await ports.folders.isCommitted(vmDir, job)) return done;
  const volumes = await eachTarget(plan, (target) =>
    targetBackend(target, ports).commitReserved(targetSlot(plan, target, job), job),
  );
  return volumes.ok ? ports.folders.commit(vmDir, job) : volumes;
}
