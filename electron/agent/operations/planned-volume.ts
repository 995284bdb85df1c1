import { roundUpTo, type Bytes } from '#shared/base/bytes.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { FoundRevision, FoundVolume, StorageBackend, VolumeSlot } from '../storage/storage-backend.ts';

/** A volume in a pool, with the size that it will have there: a logical volume is a whole number of extents. */
export const plannedTarget = (slot: VolumeSlot, target: StorageBackend, pool: Pool, sizeBytes: Bytes) => ({
  role: slot.role,
  to: target.kind,
  toPool: pool.id,
  toPoolName: pool.name,
  targetPath: target.pathOf(slot, pool.name),
  targetSizeBytes: isThinPool(pool) ? roundUpTo(pool.extentBytes, sizeBytes) : sizeBytes,
});

/** What a volume of `vm` becomes in a pool. */
export const plannedVolume = (
  vm: RegisteredVm,
  found: FoundVolume,
  slot: VolumeSlot,
  target: StorageBackend,
  pool: Pool,
  by: PlannedVolume['by'],
  /** The kept state that it is made from, where it is not the volume itself. */
  revision: FoundRevision | null,
): PlannedVolume => ({
  ...plannedTarget(slot, target, pool, revision?.sizeBytes ?? found.sizeBytes),
  by,
  source: { vm: vm.name, vmDir: vm.dirPath },
  from: vm.storageType,
  sourcePath: revision?.path ?? found.path,
  sizeBytes: revision?.sizeBytes ?? found.sizeBytes,
  dataBytes: found.usedBytes,
  sourceIdentity: revision?.identity ?? found.identity,
  sourceRevision: revision?.id ?? null,
});
