import type { Blocker } from '#shared/domain/blocker.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { lvmNameProblem } from '#shared/rules/lvm-names.ts';
import { schemeThatWorks } from '#shared/rules/volume-names.ts';
import type { World } from '../inventory/world.ts';
import type { VolumeNaming } from '../storage/volume-naming.ts';

/** Why volumes of these names may not be made for the VM in the pool. */
export function volumeNameBlockers(
  vm: VmName,
  names: readonly string[],
  pool: Pool,
  { scheme }: VolumeNaming,
  { surveys }: World,
): readonly Blocker[] {
  const taken = surveys.lvm.takenNames.get(pool.id);
  return names.flatMap((volume): readonly Blocker[] => {
    const part = lvmNameProblem(volume);
    if (part !== null) {
      return [{ code: 'name-not-for-lvm', vm, volume, part, worksAs: schemeThatWorks(scheme, vm) }];
    }
    return taken?.has(volume) === true ? [{ code: 'target-name-taken', vm, volume, pool: pool.name }] : [];
  });
}
