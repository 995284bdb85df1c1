import type { Pool } from '#shared/domain/pool.ts';
import { poolPressure } from '#shared/rules/pool-pressure.ts';
import { needsDom0 } from '#shared/rules/thin-pool-of.ts';
import { poolAdvice } from '#shared/text/pool-advice.ts';
import { defaultForText, gateFact, poolDriverName, poolText, promiseFacts } from '#shared/text/pool-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import { usePreferences } from '../../stores/preferences-store.ts';
import { PoolActs } from './PoolActs.tsx';
import { PoolGauges } from './PoolGauges.tsx';
import { PoolUsers } from './PoolUsers.tsx';
import { PoolWarning } from './PoolWarning.tsx';
import styles from './PoolCard.module.css';

interface PoolCardProps {
  readonly pool: Pool;
}

/** All there is to know of a pool: how full, what it has promised, when VMs stop starting, who uses it, and what to do. */
export function PoolCard({ pool }: PoolCardProps) {
  const pressure = poolPressure(
    pool,
    usePreferences((state) => state.alertLevels),
  );
  const [promised, ratio, shortfall] = promiseFacts(pool, pressure);
  const advice = poolAdvice(pool, pressure);
  const gate = needsDom0(pool) ? poolText.needsDom0 : gateFact(pressure.startGate);
  const defaultFor = defaultForText(pool);
  return (
    <article className={styles.card} aria-label={pool.name}>
      <header className={styles.header}>
        <h2 className={styles.name}>{pool.name}</h2>
        <span className={styles.driver}>{poolDriverName(pool)}</span>
        <PoolWarning pool={pool} level={pressure.level} isGateClosed={pressure.startGate?.isClosed ?? false} />
      </header>
      {advice.length > 0 && (
        <ul className={styles.advice}>
          {advice.map((sentence) => (
            <CheckLine key={sentence} tone={pressure.level === 'critical' ? 'critical' : 'caution'}>
              {sentence}
            </CheckLine>
          ))}
        </ul>
      )}
      <PoolGauges pool={pool} gate={pressure.startGate} level={pressure.level} />
      <dl className={styles.facts}>
        <Fact name={poolText.promisedTo(pool.volumeCount)} value={promised} />
        <Fact name={poolText.ratio} value={ratio} />
        <Fact name={poolText.ifFilled} value={shortfall} />
        {defaultFor !== null && <Fact name={poolText.defaultFor} value={defaultFor} />}
        {gate !== null && <Fact name={poolText.gate} value={gate} />}
      </dl>
      {pool.health === 'unknown' && <PoolActs pool={pool} />}
      <PoolUsers pool={pool} />
    </article>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
}

function Fact({ name, value }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
