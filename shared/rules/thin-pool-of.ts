import type { Pool, ThinPool } from '../domain/pool.ts';
import { isThinPool } from './default-pool.ts';

/** Everything that LVM tells of a pool; null where it is no thin pool, or only dom0's root could ask. */
export function thinPoolOf(pool: Pool): ThinPool | null {
  if (pool.health !== 'unknown') return isThinPool(pool) ? pool : null;
  const { thin, sizeBytes, usedBytes, metadataSizeBytes, metadataUsedBytes } = pool;
  if (thin === null || sizeBytes === null || usedBytes === null) return null;
  if (metadataSizeBytes === null || metadataUsedBytes === null) return null;
  const { id, name, promisedBytes, volumeCount } = pool;
  const common = { id, name, promisedBytes, volumeCount, sizeBytes, usedBytes };
  return { driver: 'lvm_thin', ...common, metadataSizeBytes, metadataUsedBytes, ...thin };
}

/** Whether LVM would tell more of it than qubesd does, and only root in dom0 may ask. */
export const needsDom0 = (pool: Pool): boolean =>
  pool.health === 'unknown' && pool.driver === 'lvm_thin' && pool.thin === null;
