import type { Blocker } from '#shared/domain/blocker.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { AdminWorld } from './admin-ports.ts';

/** Why this pool cannot be the one for a qube's own volumes. */
export function chosenPoolBlockers(pool: PoolId, { inventory }: AdminWorld): readonly Blocker[] {
  const found = inventory.pools.find(({ id }) => id === pool);
  if (found === undefined) return [{ code: 'pool-not-found', pool }];
  const { name, driver } = found;
  return driver === 'linux-kernel' ? [{ code: 'pool-holds-no-volumes', pool: name, driver }] : [];
}
