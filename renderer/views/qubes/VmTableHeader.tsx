import { qubesText } from '#shared/text/window-text.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { Icon } from '../../components/Icon.tsx';
import { VisuallyHidden } from '../../components/VisuallyHidden.tsx';
import { usePreferences } from '../../stores/preferences-store.ts';
import { SelectAll } from './SelectAll.tsx';
import type { VmName } from '#shared/domain/ids.ts';
import { numberColumns, startsDescending, type VmColumnId } from './vm-columns.ts';
import styles from './VmTableHeader.module.css';

interface VmTableHeaderProps {
  /** What "all" means: the VMs that search and filters leave. */
  readonly names: readonly VmName[];
  readonly columns: readonly VmColumnId[];
}

export function VmTableHeader({ names, columns }: VmTableHeaderProps) {
  return (
    <div role="rowgroup" className={styles.group}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        <span role="columnheader" className={styles.cell}>
          <SelectAll names={names} />
        </span>
        {columns.map((id) => (
          <SortableHeader key={id} id={id} />
        ))}
        <span role="columnheader" className={styles.cell}>
          <VisuallyHidden>{qubesText.columns.act}</VisuallyHidden>
        </span>
      </div>
    </div>
  );
}

interface SortableHeaderProps {
  readonly id: VmColumnId;
}

function SortableHeader({ id }: SortableHeaderProps) {
  const sort = usePreferences((state) => state.sort);
  const isSorted = sort.column === id;
  const isDescending = isSorted ? !sort.isDescending : startsDescending(id);
  return (
    <span
      role="columnheader"
      className={styles.cell}
      data-number={numberColumns.has(id)}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => void changePreferences({ sort: { column: id, isDescending } })}
      >
        {qubesText.columns[id]}
        {isSorted && <Icon name={sort.isDescending ? 'arrow-down' : 'arrow-up'} size={11} />}
      </button>
    </span>
  );
}
