import type { Pool } from '#shared/domain/pool.ts';
import { poolPressure, type PoolLevel } from '#shared/rules/pool-pressure.ts';
import { poolDriverName, poolHealthNames, poolLevelNames, poolText, promiseFacts } from '#shared/text/pool-text.ts';
import { StateMark, type Tone } from '../../components/StateMark.tsx';
import { PoolGauges } from './PoolGauges.tsx';
import styles from './PoolSummary.module.css';

const levelTones: Readonly<Record<Exclude<PoolLevel, 'ok'>, Tone>> = {
  warn: 'caution',
  high: 'caution',
  critical: 'critical',
};

interface PoolSummaryProps {
  readonly pool: Pool;
}

export function PoolSummary({ pool }: PoolSummaryProps) {
  const pressure = poolPressure(pool);
  const [promised, ratio, shortfall] = promiseFacts(pool, pressure);
  return (
    <article className={styles.pool} data-driver={pool.driver} aria-label={pool.name}>
      <header className={styles.header}>
        <h2 className={styles.name} title={pool.name}>
          {pool.name}
        </h2>
        <span className={styles.driver}>{poolDriverName(pool)}</span>
        <PoolWarning pool={pool} level={pressure.level} isGateClosed={pressure.startGate?.isClosed ?? false} />
        <p className={styles.promise} title={poolText.whatIsPromised}>
          {poolText.promised} <strong>{promised}</strong> (<strong>{ratio}</strong>
          <span className="visually-hidden"> {poolText.ofCapacity}</span>) · {shortfall}
        </p>
      </header>
      <PoolGauges pool={pool} gate={pressure.startGate} level={pressure.level} />
    </article>
  );
}

interface PoolWarningProps {
  readonly pool: Pool;
  readonly level: PoolLevel;
  readonly isGateClosed: boolean;
}

/** The worst thing to say about the pool; nothing while there is room enough. */
function PoolWarning({ pool, level, isGateClosed }: PoolWarningProps) {
  if (pool.health !== 'ok' && pool.health !== 'unknown')
    return <StateMark icon="warning" tone="critical" text={poolHealthNames[pool.health]} />;
  if (isGateClosed) return <StateMark icon="warning" tone="critical" text={poolText.gateClosed} />;
  if (level === 'ok') return null;
  return <StateMark icon="warning" tone={levelTones[level]} text={poolLevelNames[level]} />;
}
