import { dirname, join } from 'node:path';
import { assertNever } from '#shared/base/assert-never.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import { reservedDir } from '../../qubes/vm-folders.ts';
import type { NewVolume, StorageBackend, VolumeSlot } from '../../storage/storage-backend.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';

export const sourceSlot = ({ vm, vmDir }: PlanDraft, { role }: PlannedVolume): VolumeSlot => ({ vm, vmDir, role });

/** The folder that a VM of this name has beside that of another of its class. */
export const folderBeside = (dir: string, name: string): string => join(dirname(dir), name);

/** Where a volume is made, until the job's switch: the folder of a clone has a name of the job's own until then. */
export function targetSlot(plan: PlanDraft, { role }: PlannedVolume, job: JobId): VolumeSlot {
  const { action, vm, vmDir } = plan;
  switch (action.kind) {
    case 'migrate':
      return { vm, vmDir, role };
    case 'clone':
      return { vm: action.name, vmDir: reservedDir(folderBeside(vmDir, action.name), job), role };
    case 'set-autostart':
    case 'free-kept':
      throw new Error(`${action.kind} makes no volume`);
    default:
      return assertNever(action);
  }
}

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
