import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import { reservedDir } from '../../qubes/vm-folders.ts';
import type { NewVolume, StorageBackend, VolumeSlot } from '../../storage/storage-backend.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';

export const sourceSlot = ({ vm, vmDir }: PlanDraft, { role }: PlannedVolume): VolumeSlot => ({ vm, vmDir, role });

/** Where a volume is made, until the job's switch: the folder of a new VM has a name of the job's own until then. */
export const targetSlot = ({ vm, vmDir, makes }: PlanDraft, { role }: PlannedVolume, job: JobId): VolumeSlot =>
  makes === null ? { vm, vmDir, role } : { vm: makes.vm, vmDir: reservedDir(makes.vmDir, job), role };

/** Where it is when the job has ended. */
export const finalSlot = ({ vm, vmDir, makes }: PlanDraft, { role }: PlannedVolume): VolumeSlot => ({
  ...(makes ?? { vm, vmDir }),
  role,
});

export const targetBackend = ({ to }: PlannedVolume, { storage }: OperationPorts): StorageBackend => storage[to];

export const newVolumeFor = (plan: PlanDraft, volume: PlannedVolume, job: JobId): NewVolume => ({
  slot: targetSlot(plan, volume, job),
  pool: volume.toPool,
  sizeBytes: volume.targetSizeBytes,
});

/** In the plan's order, until one fails. */
export async function eachVolume(
  { volumes }: PlanDraft,
  act: (volume: PlannedVolume) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  for (const volume of volumes) {
    const result = await act(volume);
    if (!result.ok) return result;
  }
  return done;
}
