import { bytes, sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { PoolHealth, ThinPool } from '#shared/domain/pool.ts';
import { healthLetter, isActive, isThinPool, type LogicalVolume } from './lvm-report.ts';

/** A pool is known by its UUID: equal names in two volume groups are two pools. */
export const poolIdOf = (pool: LogicalVolume): PoolId => pool.uuid as PoolId;

/** The thin pools of a report, each with what its volumes were promised. */
export function thinPools(report: readonly LogicalVolume[], autoextendThresholdFraction: number): readonly ThinPool[] {
  return report.filter(isThinPool).map((pool) => {
    const volumes = report.filter((volume) => volume.poolUuid === pool.uuid);
    return {
      driver: 'lvm_thin',
      id: poolIdOf(pool),
      name: `${pool.vg}/${pool.name}`,
      sizeBytes: pool.sizeBytes,
      usedBytes: partOf(pool.sizeBytes, pool.dataFraction),
      metadataSizeBytes: pool.metadataSizeBytes,
      metadataUsedBytes: partOf(pool.metadataSizeBytes, pool.metadataFraction),
      chunkBytes: pool.chunkBytes,
      extentBytes: pool.vgExtentBytes,
      volumeGroupFreeBytes: pool.vgFreeBytes,
      autoextendThresholdFraction,
      promisedBytes: sumBytes(volumes.map((volume) => volume.sizeBytes)),
      volumeCount: volumes.length,
      health: healthOf(pool),
    };
  });
}

export const partOf = (whole: Bytes, fraction: number | null): Bytes => bytes(Math.round(whole * (fraction ?? 0)));

/** lvs(8), lv_attr bit 9: (F)ailed, out of (D)ata space, (M)etadata read only. */
function healthOf(pool: LogicalVolume): PoolHealth {
  if (pool.isVgPartial) return 'unavailable';
  switch (healthLetter(pool)) {
    case 'F':
      return 'failed';
    case 'D':
      return 'out-of-data';
    case 'M':
      return 'read-only';
    default:
      if (pool.needsCheck) return 'needs-check';
      return isActive(pool) ? 'ok' : 'unavailable';
  }
}
