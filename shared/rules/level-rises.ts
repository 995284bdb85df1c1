import type { AlertLevels } from '../domain/alert-levels.ts';
import type { Pool } from '../domain/pool.ts';
import { poolLevels, poolPressure, type PoolLevel } from './pool-pressure.ts';

export interface LevelRise {
  readonly pool: Pool;
  readonly level: PoolLevel;
}

/** Which pools stand worse than they did. One that is met for the first time has not crossed anything. */
export function levelRises(before: readonly Pool[], after: readonly Pool[], levels: AlertLevels): readonly LevelRise[] {
  const rank = (pool: Pool): number => poolLevels.indexOf(poolPressure(pool, levels).level);
  return after.flatMap((pool): readonly LevelRise[] => {
    const earlier = before.find(({ id }) => id === pool.id);
    const isWorse = earlier !== undefined && rank(pool) > rank(earlier);
    return isWorse ? [{ pool, level: poolPressure(pool, levels).level }] : [];
  });
}
