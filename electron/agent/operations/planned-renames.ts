import { basename, dirname, join } from 'node:path';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { NamingScheme } from '#shared/domain/naming-scheme.ts';
import type { PlannedRename } from '#shared/domain/plan.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { World } from '../inventory/world.ts';
import type { OwnedVolume } from '../storage/owned-volumes.ts';

/** A volume with all that its name has beyond that of the one that the VM uses. */
export const plannedRename = (volume: OwnedVolume, toVm: VmName, scheme: NamingScheme): PlannedRename => ({
  role: volume.role,
  fromVm: volume.isTagged ? volume.vm : null,
  toVm,
  from: volume.path,
  to: join(dirname(volume.path), volumeName(scheme, toVm, volume.role) + volume.ending),
  identity: volume.identity,
});

/** Names that something else has, whatever that is: a name is taken for its whole volume group. */
export function takenNameBlockers(renames: readonly PlannedRename[], world: World): readonly Blocker[] {
  const freed = new Set(renames.map(({ from }) => from));
  return renames.flatMap(({ fromVm, toVm, from, to }): readonly Blocker[] => {
    if (freed.has(to)) return [];
    const pool = world.inventory.pools.find(
      ({ id, name }) =>
        dirname(from) === `/dev/${dirname(name)}` && world.surveys.lvm.takenNames.get(id)?.has(basename(to)) === true,
    );
    if (pool === undefined) return [];
    return [{ code: 'target-name-taken', vm: fromVm ?? toVm, volume: basename(to), pool: pool.name }];
  });
}

/** A name may be that of another volume, which gets its own new one first. No circle is: all names get longer, or all shorter. */
export function inFreeOrder(renames: readonly PlannedRename[]): readonly PlannedRename[] {
  const byOldPath = new Map(renames.map((rename) => [rename.from, rename]));
  const ordered = new Set<PlannedRename>();
  const add = (rename: PlannedRename): void => {
    const inTheWay = byOldPath.get(rename.to);
    if (inTheWay !== undefined && inTheWay !== rename) add(inTheWay);
    ordered.add(rename);
  };
  for (const rename of renames) add(rename);
  return [...ordered];
}
