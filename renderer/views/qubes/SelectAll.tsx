import type { VmName } from '#shared/domain/ids.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { clearSelection, select, useSelection } from '../../stores/selection-store.ts';
import styles from './SelectAll.module.css';

interface SelectAllProps {
  readonly names: readonly VmName[];
}

export function SelectAll({ names }: SelectAllProps) {
  const selectedCount = useSelection((state) => names.filter((name) => state.selected.has(name)).length);
  const isAll = names.length > 0 && selectedCount === names.length;
  return (
    <input
      type="checkbox"
      className={styles.check}
      aria-label={qubesText.selectAll}
      checked={isAll}
      ref={(box) => {
        if (box !== null) box.indeterminate = selectedCount > 0 && !isAll;
      }}
      onChange={() => {
        if (isAll) clearSelection();
        else select(names);
      }}
    />
  );
}
