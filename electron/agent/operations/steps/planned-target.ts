import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { FreshVolume, PlannedVolume } from '#shared/domain/plan.ts';
import { reservedDir } from '../../qubes/vm-folders.ts';
import type { NewVolume, StorageBackend, VolumeSlot } from '../../storage/storage-backend.ts';
import { core2Storage } from '../core2-storage.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';

/** A volume that the plan makes, whatever from. */
export type PlannedTarget = PlannedVolume | FreshVolume;

export const sourceSlot = ({ source, role }: PlannedVolume): VolumeSlot => ({ ...source, role });

/** Where a volume is made, until the job's switch: the folder of a new VM has a name of the job's own until then. */
export const targetSlot = ({ vm, vmDir, makes }: PlanDraft, { role }: PlannedTarget, job: JobId): VolumeSlot =>
  makes === null ? { vm, vmDir, role } : { vm: makes.vm, vmDir: reservedDir(makes.vmDir, job), role };

/** Where it is when the job has ended. */
export const finalSlot = ({ vm, vmDir, makes }: PlanDraft, { role }: PlannedTarget): VolumeSlot =>
  makes === null ? { vm, vmDir, role } : { vm: makes.vm, vmDir: makes.vmDir, role };

export const targetBackend = ({ to }: PlannedTarget, { storage }: OperationPorts): StorageBackend =>
  storage[core2Storage(to)];

export const newVolumeFor = (plan: PlanDraft, target: PlannedTarget, job: JobId): NewVolume => ({
  slot: targetSlot(plan, target, job),
  pool: target.toPool,
  sizeBytes: target.targetSizeBytes,
});

/** Made from a file that was brought along: of its source nothing is registered. */
export const broughtImages = ({ makes, volumes }: PlanDraft): readonly PlannedVolume[] =>
  volumes.filter(({ source }) => source.vm === makes?.vm);

/** Every volume that the plan makes, in the plan's order, until one fails. */
export async function eachTarget(
  { volumes, fresh }: PlanDraft,
  act: (target: PlannedTarget) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  for (const target of [...volumes, ...fresh]) {
    const result = await act(target);
    if (!result.ok) return result;
  }
  return done;
}
