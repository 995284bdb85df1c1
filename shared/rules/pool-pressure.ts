import { bytes, mib, type Bytes } from '../base/bytes.ts';
import { defaultAlertLevels, type AlertLevels, type Levels } from '../domain/alert-levels.ts';
import type { Pool, PoolHealth, ThinPool } from '../domain/pool.ts';
import { poolMetadata } from './pool-metadata.ts';
import { thinPoolOf } from './thin-pool-of.ts';

export const poolLevels = ['ok', 'warn', 'high', 'critical'] as const;
export type PoolLevel = (typeof poolLevels)[number];

/** From which use of the pool on lvm2 refuses new thin volumes, so that VMs stop starting. */
export interface StartGate {
  readonly dataFraction: number;
  readonly metadataFraction: number;
  readonly isClosed: boolean;
}

export interface PoolPressure {
  /** Promised ÷ capacity; null, as the shortfall is, where the capacity is not known. */
  readonly overcommitRatio: number | null;
  /** What would be missing if every volume filled up. */
  readonly shortfallBytes: Bytes | null;
  /** null for a directory of images, which has none, and where only dom0's root could tell. */
  readonly startGate: StartGate | null;
  readonly level: PoolLevel;
}

const unhealthyForStart: readonly PoolHealth[] = ['read-only', 'out-of-data', 'needs-check', 'failed', 'unavailable'];

/** Points to the gate at which the levels begin, whatever shares they begin at (facts/features-and-ux.md §5.2). */
const gateDistances = { warn: 0.1, high: 0.05, critical: 0.02 };

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * The check that lvm2 makes before it creates a thin volume (lib/metadata/thin_manip.c; facts §5.1): neither part above the
 * autoextend threshold, and at least 4 MiB of metadata free, or a quarter of a metadata volume smaller than 16 MiB.
 */
export function startGateOf(pool: ThinPool): StartGate {
  const threshold = Math.min(1, pool.autoextendThresholdFraction);
  const metadataReserve = Math.min(0.25, share(mib(4), pool.metadataSizeBytes));
  const gate = { dataFraction: threshold, metadataFraction: Math.min(threshold, 1 - metadataReserve) };
  const data = share(pool.usedBytes, pool.sizeBytes);
  const metadata = share(pool.metadataUsedBytes, pool.metadataSizeBytes);
  const isClosed =
    unhealthyForStart.includes(pool.health) ||
    data > gate.dataFraction ||
    metadata > threshold ||
    metadata >= 1 - metadataReserve;
  return { ...gate, isClosed };
}

function levelFor(fraction: number, gate: number, levels: Levels): PoolLevel {
  // A gate at 100 % is no nearer than full: the levels alone speak then.
  const toGate = gate >= 1 ? Infinity : gate - fraction;
  for (const level of ['critical', 'high', 'warn'] as const) {
    if (fraction >= levels[level] || toGate <= gateDistances[level]) return level;
  }
  return 'ok';
}

const worse = (one: PoolLevel, other: PoolLevel): PoolLevel =>
  poolLevels.indexOf(one) >= poolLevels.indexOf(other) ? one : other;

/** null where only dom0's root is told. */
export const poolHealth = (pool: Pool): PoolHealth | null =>
  pool.health === 'unknown' ? (pool.thin?.health ?? null) : pool.health;

function levelOf(pool: Pool, gate: StartGate | null, levels: AlertLevels): PoolLevel {
  const health = poolHealth(pool);
  if (health !== 'ok' && health !== null) return 'critical';
  const { sizeBytes, usedBytes } = pool;
  const data =
    sizeBytes === null || usedBytes === null
      ? 'ok'
      : levelFor(share(usedBytes, sizeBytes), gate?.dataFraction ?? 1, levels.data);
  const metadata = poolMetadata(pool);
  if (metadata === null) return data;
  const fraction = share(metadata.usedBytes, metadata.sizeBytes);
  return worse(data, levelFor(fraction, gate?.metadataFraction ?? 1, levels.metadata));
}

/** How close the pool is to hurting. */
export function poolPressure(pool: Pool, levels: AlertLevels = defaultAlertLevels): PoolPressure {
  const thin = thinPoolOf(pool);
  const startGate = thin === null ? null : startGateOf(thin);
  const { sizeBytes, promisedBytes } = pool;
  return {
    overcommitRatio: sizeBytes === null ? null : share(promisedBytes, sizeBytes),
    shortfallBytes: sizeBytes === null ? null : bytes(Math.max(0, promisedBytes - sizeBytes)),
    startGate,
    level: levelOf(pool, startGate, levels),
  };
}
