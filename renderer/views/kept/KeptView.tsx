import { sumBytes } from '#shared/base/bytes.ts';
import { keptText } from '#shared/text/kept-text.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useVms } from '../../stores/inventory-store.ts';
import { keptGroups } from './kept-groups.ts';
import { KeptRows } from './KeptRows.tsx';
import styles from './KeptView.module.css';

/** What migrations left in place, and the way to be rid of it. */
export function KeptView() {
  const groups = keptGroups(useVms());
  if (groups.length === 0) return <EmptyState title={keptText.none} hint={keptText.noneHint} />;
  const { qube, volume, where, limit, holds, act } = keptText.columns;
  return (
    <section className={styles.view} aria-label={keptText.title} tabIndex={-1}>
      <p className={styles.total}>
        {keptText.total(groups.length, sumBytes(groups.map(({ usedBytes }) => usedBytes)))}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{qube}</th>
            <th scope="col">{volume}</th>
            <th scope="col">{where}</th>
            <th scope="col" data-number="true">
              {limit}
            </th>
            <th scope="col" data-number="true">
              {holds}
            </th>
            <th scope="col">
              <span className="visually-hidden">{act}</span>
            </th>
          </tr>
        </thead>
        {groups.map(({ vm }) => (
          <KeptRows key={vm.name} vm={vm} />
        ))}
      </table>
    </section>
  );
}
