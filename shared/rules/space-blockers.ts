import { bytes, roundUpTo, sumBytes, type Bytes } from '../base/bytes.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { PoolEffect } from '../domain/plan.ts';
import type { MeasuredPool, Pool, ThinPool } from '../domain/pool.ts';
import { isThinPool } from './default-pool.ts';
import { freeBytesOf } from './free-bytes.ts';
import { startGateOf } from './pool-pressure.ts';

/** What lvm2 plans for the map of one chunk (facts/features-and-ux.md §5.3). */
const metadataBytesPerChunk = 64;

/** New volumes of a pool: what they may grow to, and the data that will be written into them. */
export interface NewData {
  readonly sizeBytes: Bytes;
  readonly dataBytes: Bytes;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** What the pool really gives away for the data of `volumes`: a thin pool gives whole chunks. */
const writtenBytes = (pool: Pool, volumes: readonly NewData[]): Bytes =>
  sumBytes(volumes.map(({ dataBytes }) => (isThinPool(pool) ? roundUpTo(pool.chunkBytes, dataBytes) : dataBytes)));

/** How the pool will stand when `volumes` are in it. An upper bound: runs of zeros are not written. */
export function poolEffect(pool: MeasuredPool, volumes: readonly NewData[]): PoolEffect {
  const isThin = isThinPool(pool);
  const data = writtenBytes(pool, volumes);
  const promised = sumBytes(volumes.map(({ sizeBytes }) => sizeBytes));
  const gate = isThin ? startGateOf(pool).dataFraction : 1;
  return {
    pool: pool.id,
    poolName: pool.name,
    dataFraction: {
      before: share(pool.usedBytes, pool.sizeBytes),
      after: share(pool.usedBytes + data, pool.sizeBytes),
    },
    metadataFraction: isThin ? metadataChange(pool, data) : null,
    overcommitRatio: {
      before: share(pool.promisedBytes, pool.sizeBytes),
      after: share(pool.promisedBytes + promised, pool.sizeBytes),
    },
    bytesToGate: gate < 1 ? bytes(Math.max(0, Math.floor(gate * pool.sizeBytes - pool.usedBytes - data))) : null,
  };
}

function metadataChange(pool: ThinPool, data: Bytes): PoolEffect['metadataFraction'] {
  const { metadataUsedBytes: used, metadataSizeBytes: size } = pool;
  const added = (data / pool.chunkBytes) * metadataBytesPerChunk;
  return { before: share(used, size), after: share(used + added, size) };
}

/** Why `volumes` may not be written into the pool: no room for the bytes that exist, or VMs would not start any more. */
export function spaceBlockers(pool: Pool, volumes: readonly NewData[]): readonly Blocker[] {
  if (pool.health !== 'ok') return [{ code: 'pool-unhealthy', pool: pool.name, health: pool.health }];
  const neededBytes = writtenBytes(pool, volumes);
  const freeBytes = freeBytesOf(pool);
  if (neededBytes > freeBytes) return [{ code: 'pool-too-small', pool: pool.name, neededBytes, freeBytes }];
  return isThinPool(pool) ? gateBlockers(pool, volumes) : [];
}

function gateBlockers(pool: ThinPool, volumes: readonly NewData[]): readonly Blocker[] {
  const { dataFraction, metadataFraction } = poolEffect(pool, volumes);
  const gate = startGateOf(pool);
  const parts = [
    { part: 'data', afterFraction: dataFraction.after, gateFraction: gate.dataFraction },
    { part: 'metadata', afterFraction: metadataFraction?.after ?? 0, gateFraction: gate.metadataFraction },
  ] as const;
  return parts
    .filter(({ afterFraction, gateFraction }) => afterFraction > gateFraction)
    .map((past) => ({ code: 'pool-past-gate', pool: pool.name, ...past }));
}
