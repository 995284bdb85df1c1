import { poolText } from '#shared/text/pool-text.ts';
import { usePools } from '../../stores/inventory-store.ts';
import { PoolSummary } from './PoolSummary.tsx';
import styles from './PoolStrip.module.css';

export function PoolStrip() {
  const pools = usePools();
  return (
    <section className={styles.strip} aria-label={poolText.pools}>
      {pools.map((pool) => (
        <PoolSummary key={pool.id} pool={pool} />
      ))}
    </section>
  );
}
