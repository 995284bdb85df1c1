import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { NewVolume, StorageBackend, VolumeSlot } from '../../storage/storage-backend.ts';
import type { MigrationDraft, MigrationPorts } from '../migration.ts';

export const slotFor = ({ vm, vmDir }: MigrationDraft, { role }: PlannedVolume): VolumeSlot => ({ vm, vmDir, role });

/** The kind of storage that the plan's volumes go to. */
export const targetStorage = ({ action }: MigrationDraft): StorageType => action.to;

export const targetBackend = (plan: MigrationDraft, { storage }: MigrationPorts): StorageBackend =>
  storage[targetStorage(plan)];

export const newVolumeFor = (plan: MigrationDraft, volume: PlannedVolume): NewVolume => ({
  slot: slotFor(plan, volume),
  pool: volume.toPool,
  sizeBytes: volume.targetSizeBytes,
});
