import { gib } from '../base/bytes.ts';
import type { PoolId } from '../domain/ids.ts';
import type { PoolEffect } from '../domain/plan.ts';

export const aPoolEffect = (facts: Partial<PoolEffect> = {}): PoolEffect => ({
  pool: 'pool-uuid' as PoolId,
  poolName: 'qubes_dom0/pool0',
  dataFraction: { before: 0.71, after: 0.724 },
  metadataFraction: { before: 0.545, after: 0.55 },
  overcommitRatio: { before: 2.4, after: 2.42 },
  bytesToGate: gib(35),
  ...facts,
});
