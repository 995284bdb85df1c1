import { sumBytes } from '#shared/base/bytes.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { lvmNameBlockers } from '#shared/rules/lvm-name-blockers.ts';
import { poolEffect, spaceBlockers } from '#shared/rules/space-blockers.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { World } from '../inventory/world.ts';
import type { OperationPorts, PlanDraft } from './plan-draft.ts';
import { newDataOf, type PlacedVolumes } from './placed-volumes.ts';

/** What is in the way of a new VM of this name: LVM itself, a folder, or a volume with the name of one of its own, whoever's it is. */
export async function placeBlockers(
  vm: VmName,
  dir: string,
  { inventory, surveys }: World,
  { folders, storage, naming }: OperationPorts,
): Promise<readonly Blocker[]> {
  const folder: readonly Blocker[] = (await folders.isTaken(dir))
    ? [{ code: 'name-taken', name: vm, by: 'folder' }]
    : [];
  // On image files too: what is left of a VM of this name would be taken for the new one's.
  const names = (['root', 'private'] as const).flatMap((role) => [
    storage.lvm.nameOf({ vm, vmDir: dir, role }),
    // Without tags it is known by this name, whichever names the machine has chosen.
    volumeName('NAME-VOLUME', vm, role),
  ]);
  const volumes = [...new Set(names)].flatMap((volume): readonly Blocker[] => {
    const pool = inventory.pools.find(({ id }) => surveys.lvm.takenNames.get(id)?.has(volume) === true);
    return pool === undefined ? [] : [{ code: 'target-name-taken', vm, volume, pool: pool.name }];
  });
  return [...lvmNameBlockers(vm, naming.scheme), ...folder, ...volumes];
}

/** Whether a rule speaks against the name itself: then it is no matter what else has it. */
export const isNameRefused = (blockers: readonly Blocker[]): boolean =>
  blockers.some(({ code }) => code === 'name-not-allowed' || code === 'name-taken');

/** Why these volumes may not be made now. */
export const volumeBlockers = (placed: PlacedVolumes): readonly Blocker[] => [
  ...placed.blockers,
  ...placed.pools.flatMap((pool) => spaceBlockers(pool, newDataOf(placed, pool.id))),
];

/** What the volumes make of a plan: how much is copied, how long it takes, and how the pool is afterwards. */
export function makingEffects(placed: PlacedVolumes): Pick<
  PlanDraft,
  'volumes' | 'fresh' | 'copyBytes' | 'estimatedSeconds' | 'poolEffect'
> & {
  readonly notes: readonly PlanNote[];
} {
  const { volumes, fresh, pools } = placed;
  const copies = volumes.filter(({ by }) => by === 'copy');
  const copyBytes = sumBytes(copies.map(({ dataBytes }) => dataBytes));
  const comparedBytes = sumBytes(copies.map(({ sizeBytes }) => sizeBytes));
  const thin = pools.find(isThinPool);
  const shared = volumes.find(({ by }) => by === 'snapshot');
  return {
    volumes,
    fresh,
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy + comparedBytes / expectedBytesPerSecond.verify,
    poolEffect: thin === undefined ? null : poolEffect(thin, newDataOf(placed, thin.id)),
    notes: shared === undefined ? [] : [{ code: 'shares-blocks', pool: shared.toPoolName }],
  };
}
