import { roundUpTo } from '#shared/base/bytes.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { ThinPool } from '#shared/domain/pool.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { slotOf, volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { StorageBackend } from '../storage/storage-backend.ts';

/** What of a VM is there to be moved, with the size that it will have: a logical volume is a whole number of extents. */
export function planVolumes(
  vm: RegisteredVm,
  from: StorageType,
  pool: ThinPool,
  target: StorageBackend,
  world: World,
): readonly PlannedVolume[] {
  return movableRoles(vm).flatMap((role) => {
    const source = volumeIn(world.surveys[from], vm.name, role);
    if (source === undefined) return [];
    return {
      role,
      from,
      to: target.kind,
      toPool: pool.id,
      sourcePath: source.path,
      targetPath: target.pathOf(slotOf(vm, role), pool),
      sizeBytes: source.sizeBytes,
      targetSizeBytes: roundUpTo(pool.extentBytes, source.sizeBytes),
      dataBytes: source.usedBytes,
      sourceIdentity: source.identity,
    };
  });
}
