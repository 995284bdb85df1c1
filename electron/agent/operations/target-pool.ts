import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { defaultThinPool, isThinPool } from '#shared/rules/default-pool.ts';
import { failureText } from '#shared/text/failure-text.ts';
import type { World } from '../inventory/world.ts';

/** The pool for new volumes of this kind of storage: the one that was asked for, or the one that is detected. */
export function targetPool(
  storage: StorageType,
  asked: PoolId | undefined,
  { inventory, surveys }: World,
): Result<Pool, Blocker> {
  const pools = inventory.pools.filter((pool) => storageOfPool(pool) === storage);
  if (asked !== undefined) {
    const named = pools.find(({ id, name }) => id === asked || name === asked);
    if (named !== undefined) return ok(named);
    const other = inventory.pools.find(({ id }) => id === asked);
    return err(
      other === undefined
        ? { code: 'pool-not-found', pool: asked }
        : { code: 'pool-of-other-kind', pool: other.name, storageType: storage },
    );
  }
  // Image files are in the VMs' own folders, and so all in one place.
  const found = storage === 'lvm' ? defaultThinPool(pools) : pools[0];
  if (found !== undefined) return ok(found);
  const [problem] = surveys[storage].problems;
  const several = pools.map(({ name }) => name);
  const reason = several.length > 1 ? `there are several (${several.join(', ')}), name one` : 'lvs lists none';
  return err({ code: 'no-thin-pool', detail: problem === undefined ? reason : failureText(problem) });
}

/** The kind of storage for new volumes: the one asked for, the one of the pool asked for, or as things are. */
export function targetStorage(
  { to, pool }: { readonly to?: StorageType | undefined; readonly pool?: PoolId | undefined },
  usual: StorageType,
  { inventory }: World,
): StorageType {
  if (to !== undefined) return to;
  const named = inventory.pools.find(({ id }) => id === pool);
  return (named === undefined ? undefined : storageOfPool(named)) ?? usual;
}

/** The kind of storage that a pool is for; undefined for one of which only qubesd tells. */
function storageOfPool(pool: Pool): StorageType | undefined {
  if (isThinPool(pool)) return 'lvm';
  return pool.driver === 'file' && pool.health !== 'unknown' ? 'file' : undefined;
}
