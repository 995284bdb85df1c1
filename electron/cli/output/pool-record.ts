import type { Bytes } from '#shared/base/bytes.ts';
import type { Pool, PoolHealth, PoolUse } from '#shared/domain/pool.ts';
import { poolMetadata } from '#shared/rules/pool-metadata.ts';
import { poolHealth, poolPressure, type PoolPressure } from '#shared/rules/pool-pressure.ts';

/** One element of `pools --json`. Scripts rely on it: fields are added, never changed. */
export interface PoolRecord extends PoolPressure {
  readonly name: string;
  readonly driver: Pool['driver'];
  /** null, as the use is, where it is not known. */
  readonly sizeBytes: Bytes | null;
  readonly usedBytes: Bytes | null;
  /** As lvm2 tells; null where it could not be asked: of an R4 only root in dom0 may. */
  readonly health: PoolHealth | null;
  /** null for a directory of images, like everything about metadata. */
  readonly metadataSizeBytes: Bytes | null;
  readonly metadataUsedBytes: Bytes | null;
  readonly promisedBytes: Bytes;
  /** The pool whose space this one lives in, as far as Qubes tells. */
  readonly includedIn: string | null;
  /** Volumes in it that look like a VM's and are of none; null where nobody looked for them. */
  readonly orphans: readonly string[] | null;
  /** For which new volumes it is taken on R4 where nobody names one; null elsewhere, and where that may not be read. */
  readonly defaultFor: readonly PoolUse[] | null;
}

export const poolRecord = (pool: Pool): PoolRecord => ({
  name: pool.name,
  driver: pool.driver,
  sizeBytes: pool.sizeBytes,
  usedBytes: pool.usedBytes,
  health: poolHealth(pool),
  metadataSizeBytes: poolMetadata(pool)?.sizeBytes ?? null,
  metadataUsedBytes: poolMetadata(pool)?.usedBytes ?? null,
  promisedBytes: pool.promisedBytes,
  includedIn: pool.health === 'unknown' ? pool.includedIn : null,
  orphans: pool.health === 'unknown' ? pool.orphans : null,
  defaultFor: pool.health === 'unknown' ? pool.defaultFor : null,
  ...poolPressure(pool),
});
