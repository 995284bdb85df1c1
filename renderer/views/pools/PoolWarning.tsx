import type { Pool } from '#shared/domain/pool.ts';
import { poolHealth, type PoolLevel } from '#shared/rules/pool-pressure.ts';
import { poolHealthNames, poolLevelNames, poolText } from '#shared/text/pool-text.ts';
import { StateMark, type Tone } from '../../components/StateMark.tsx';

const levelTones: Readonly<Record<Exclude<PoolLevel, 'ok'>, Tone>> = {
  warn: 'caution',
  high: 'caution',
  critical: 'critical',
};

interface PoolWarningProps {
  readonly pool: Pool;
  readonly level: PoolLevel;
  readonly isGateClosed: boolean;
}

/** The worst thing to say about the pool; nothing while there is room enough. */
export function PoolWarning({ pool, level, isGateClosed }: PoolWarningProps) {
  const health = poolHealth(pool);
  if (health !== null && health !== 'ok')
    return <StateMark icon="warning" tone="critical" text={poolHealthNames[health]} />;
  if (isGateClosed) return <StateMark icon="warning" tone="critical" text={poolText.gateClosed} />;
  if (level === 'ok') return null;
  return <StateMark icon="warning" tone={levelTones[level]} text={poolLevelNames[level]} />;
}
