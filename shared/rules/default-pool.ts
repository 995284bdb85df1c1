import type { Pool, ThinPool } from '../domain/pool.ts';

/**
 * The names a dom0's pool has had, in the order in which they are believed (facts/qubes-r2.md §4.2): the original's README,
 * its code, today's Qubes.
 */
const knownNames = ['qubes_dom0/pool0', 'qubes_dom0/pool00', 'qubes_dom0/vm-pool'];

/** A thin pool of which everything is known. One that only qubesd tells of is never planned for. */
export const isThinPool = (pool: Pool): pool is ThinPool => pool.driver === 'lvm_thin' && pool.health !== 'unknown';

/** The thin pool that VMs go to unless somebody names another: a known name, else the only one there is. */
export function defaultThinPool(pools: readonly Pool[]): ThinPool | undefined {
  const thin = pools.filter(isThinPool);
  for (const name of knownNames) {
    const known = thin.find((pool) => pool.name === name);
    if (known !== undefined) return known;
  }
  return thin.length === 1 ? thin[0] : undefined;
}
