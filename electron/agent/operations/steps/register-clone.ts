import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../jobs/step.ts';
import type { RegistryChange, RegistryContents } from '../../qubes/vm-registry.ts';
import type { DraftOf, OperationPorts } from '../plan-draft.ts';
import { stillAsPlanned } from './check-unchanged.ts';
import { clonedFolder } from './cloned-folder.ts';
import { eachVolume, targetBackend, targetSlot } from './planned-target.ts';
import { switchRegistry } from './switch-registry.ts';

type ClonePlan = DraftOf<'clone'>;

/**
 * The one moment that others can see: under the registry's lock, the clone's volumes and folder get their final names, and
 * the clone its record. Run again after a crash it finds out how far it came.
 */
export function registerClone(plan: ClonePlan, ports: OperationPorts): Step {
  const { dir } = clonedFolder(plan);
  return {
    name: 'switch',
    phase: 'switch',
    role: null,
    bytes: null,
    isPointOfNoReturn: true,
    run: ({ job }) =>
      switchRegistry(
        ports.registry,
        (current) => decide(plan, current, ports, job),
        (contents) => isRegistered(plan, contents, ports, job),
      ),
    async undo({ job }) {
      const withdrawn = await ports.folders.withdraw(dir, job);
      if (!withdrawn.ok) return withdrawn;
      return eachVolume(plan, (volume) =>
        targetBackend(volume, ports).withdrawCommitted(targetSlot(plan, volume, job), job),
      );
    },
  };
}

/** By this job: the folder in its place carries the job's mark. */
const isRegistered = async (
  plan: ClonePlan,
  { vms }: RegistryContents,
  { folders }: OperationPorts,
  job: JobId,
): Promise<boolean> => {
  const { dir } = clonedFolder(plan);
  return vms.some(({ name, dirPath }) => name === plan.action.name && dirPath === dir) && folders.isCommitted(dir, job);
};

async function decide(
  plan: ClonePlan,
  current: RegistryContents,
  ports: OperationPorts,
  job: JobId,
): Promise<Result<readonly RegistryChange[], Failure>> {
  const { source, name, dir } = clonedFolder(plan);
  if (await isRegistered(plan, current, ports, job)) return ok([]);
  if (current.vms.some((vm) => vm.name === name)) return err({ code: 'name-taken', name });
  const unchanged = await stillAsPlanned(plan, current, ports);
  if (!unchanged.ok) return unchanged;
  const committed = await commit(plan, ports, job);
  return committed.ok ? ok([{ kind: 'clone', clone: { source, name, dirPath: dir } }]) : committed;
}

/** Volumes first: images get their names within the folder, and the folder is the last that can be taken by others. */
async function commit(plan: ClonePlan, ports: OperationPorts, job: JobId): Promise<Result<void, Failure>> {
  const { dir } = clonedFolder(plan);
  if (await ports.folders.isCommitted(dir, job)) return done;
  const volumes = await eachVolume(plan, (volume) =>
    targetBackend(volume, ports).commitReserved(targetSlot(plan, volume, job), job),
  );
  return volumes.ok ? ports.folders.commit(dir, job) : volumes;
}
