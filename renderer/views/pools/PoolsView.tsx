import { poolText } from '#shared/text/pool-text.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { usePools } from '../../stores/inventory-store.ts';
import { PoolCard } from './PoolCard.tsx';
import styles from './PoolsView.module.css';

export function PoolsView() {
  const pools = usePools();
  if (pools.length === 0) return <EmptyState title={poolText.none} hint={poolText.noneHint} />;
  return (
    <section className={styles.view} aria-label={poolText.allPools} tabIndex={-1}>
      {pools.map((pool) => (
        <PoolCard key={pool.id} pool={pool} />
      ))}
    </section>
  );
}
