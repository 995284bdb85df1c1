import { roundUpTo } from '#shared/base/bytes.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import type { FoundVolume, StorageBackend, VolumeSlot } from '../storage/storage-backend.ts';

/** What a volume becomes in a pool, with the size that it will have there: a logical volume is a whole number of extents. */
export const plannedVolume = (
  source: FoundVolume,
  from: StorageType,
  slot: VolumeSlot,
  target: StorageBackend,
  pool: Pool,
): PlannedVolume => ({
  role: slot.role,
  from,
  to: target.kind,
  toPool: pool.id,
  toPoolName: pool.name,
  sourcePath: source.path,
  targetPath: target.pathOf(slot, pool.name),
  sizeBytes: source.sizeBytes,
  targetSizeBytes: isThinPool(pool) ? roundUpTo(pool.extentBytes, source.sizeBytes) : source.sizeBytes,
  dataBytes: source.usedBytes,
  sourceIdentity: source.identity,
});
