import { bytes, sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { Plan, PoolEffect } from '#shared/domain/plan.ts';

/** What several plans do together. */
export interface CombinedEffects {
  readonly copyBytes: Bytes;
  readonly freedBytes: Bytes;
  readonly sizeBytes: Bytes;
  readonly seconds: number;
  readonly pools: readonly PoolEffect[];
  /** Pools that each plan alone leaves below the gate, but not all of them together. */
  readonly crowdedPools: readonly string[];
}

interface Change {
  readonly before: number;
  readonly after: number;
}

const added = (one: Change, other: Change): Change => ({
  before: one.before,
  after: one.after + (other.after - other.before),
});

/** Every plan was made for itself, from the same present: their differences add up. */
function combineEffects(one: PoolEffect, other: PoolEffect, otherCopy: Bytes): PoolEffect {
  const metadata =
    one.metadataFraction === null || other.metadataFraction === null
      ? null
      : added(one.metadataFraction, other.metadataFraction);
  return {
    ...one,
    dataFraction: added(one.dataFraction, other.dataFraction),
    metadataFraction: metadata,
    overcommitRatio: added(one.overcommitRatio, other.overcommitRatio),
    bytesToGate: one.bytesToGate === null ? null : bytes(one.bytesToGate - otherCopy),
  };
}

export function combinePlans(plans: readonly Plan[]): CombinedEffects {
  const pools = new Map<PoolId, PoolEffect>();
  for (const { poolEffect, copyBytes } of plans) {
    if (poolEffect === null) continue;
    const before = pools.get(poolEffect.pool);
    pools.set(poolEffect.pool, before === undefined ? poolEffect : combineEffects(before, poolEffect, copyBytes));
  }
  const combined = [...pools.values()];
  return {
    copyBytes: sumBytes(plans.map((plan) => plan.copyBytes)),
    freedBytes: sumBytes(plans.map((plan) => plan.freedBytes)),
    sizeBytes: sumBytes(plans.flatMap((plan) => plan.volumes.map((volume) => volume.targetSizeBytes))),
    seconds: plans.reduce((total, plan) => total + plan.estimatedSeconds, 0),
    pools: combined.map((effect) => ({
      ...effect,
      bytesToGate: effect.bytesToGate === null ? null : bytes(Math.max(0, effect.bytesToGate)),
    })),
    crowdedPools: combined.flatMap(({ bytesToGate, poolName }) =>
      bytesToGate !== null && bytesToGate < 0 ? [poolName] : [],
    ),
  };
}
