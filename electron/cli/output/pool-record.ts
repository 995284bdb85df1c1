import type { Bytes } from '#shared/base/bytes.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { poolPressure, type PoolPressure } from '#shared/rules/pool-pressure.ts';

/** One element of `pools --json`. Scripts rely on it: fields are added, never changed. */
export interface PoolRecord extends PoolPressure {
  readonly name: string;
  readonly driver: Pool['driver'];
  readonly sizeBytes: Bytes;
  readonly usedBytes: Bytes;
  /** null for a directory of images, like everything about metadata. */
  readonly metadataSizeBytes: Bytes | null;
  readonly metadataUsedBytes: Bytes | null;
  readonly promisedBytes: Bytes;
}

export const poolRecord = (pool: Pool): PoolRecord => ({
  name: pool.name,
  driver: pool.driver,
  sizeBytes: pool.sizeBytes,
  usedBytes: pool.usedBytes,
  metadataSizeBytes: pool.driver === 'lvm_thin' ? pool.metadataSizeBytes : null,
  metadataUsedBytes: pool.driver === 'lvm_thin' ? pool.metadataUsedBytes : null,
  promisedBytes: pool.promisedBytes,
  ...poolPressure(pool),
});
