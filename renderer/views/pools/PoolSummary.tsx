import type { Pool } from '#shared/domain/pool.ts';
import { poolPressure } from '#shared/rules/pool-pressure.ts';
import { poolDriverName, poolText, promiseFacts } from '#shared/text/pool-text.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { PoolGauges } from './PoolGauges.tsx';
import { PoolWarning } from './PoolWarning.tsx';
import styles from './PoolSummary.module.css';

interface PoolSummaryProps {
  readonly pool: Pool;
}

export function PoolSummary({ pool }: PoolSummaryProps) {
  const pressure = poolPressure(
    pool,
    usePreferences((state) => state.alertLevels),
  );
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
