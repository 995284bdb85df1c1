import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { qubesText } from '#shared/text/window-text.ts';
import { newVm } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useKeyShortcuts } from '../../hooks/use-key-shortcuts.ts';
import { useVms } from '../../stores/inventory-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { useScreen } from '../../stores/screen-store.ts';
import { useSelection } from '../../stores/selection-store.ts';
import { noFilter, setVmFilter, useVmFilter } from '../../stores/vm-filter-store.ts';
import { filterVms } from './filter-vms.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { useVmRows } from './use-vm-rows.ts';
import { VmTable, type VmTableHandle } from './VmTable.tsx';
import { VmToolbar } from './VmToolbar.tsx';
import styles from './QubesView.module.css';

export function QubesView() {
  const vms = useVms();
  const showInternal = usePreferences((state) => state.showInternalVms);
  // Typing is answered first, the rows follow.
  const filter = useDeferredValue(useVmFilter());
  // Sorted first: that takes longest, and typing then only takes rows out.
  const sorted = useVmRows(vms);
  const shown = useMemo(() => filterVms(sorted, filter, showInternal), [sorted, filter, showInternal]);
  const selected = useSelection((state) => state.selected);
  const acted = shown.filter((vm) => selected.has(vm.name));
  const internalCount = vms.filter((vm) => vm.isInternal).length;

  const search = useRef<HTMLInputElement>(null);
  const table = useRef<VmTableHandle>(null);
  useKeyShortcuts(
    new Map([
      ['/', () => search.current?.focus()],
      ['n', newVm],
    ]),
  );
  // Coming back from a VM's pane, to the row that it was opened from.
  useEffect(() => {
    // A frame later: the table draws its rows when it knows how high it is.
    const frame = requestAnimationFrame(() => {
      if (useScreen.getState().lastVm !== null) table.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  return (
    <section className={styles.view} aria-label={qubesText.tableName}>
      <VmToolbar
        searchRef={search}
        shownCount={shown.length}
        allCount={showInternal ? vms.length : vms.length - internalCount}
        internalCount={internalCount}
        onLeaveSearch={() => table.current?.focus()}
      />
      {shown.length > 0 ? <VmTable ref={table} vms={shown} /> : <NothingShown isEmpty={vms.length === 0} />}
      {acted.length > 0 && <SelectionBar vms={acted} />}
    </section>
  );
}

interface NothingShownProps {
  readonly isEmpty: boolean;
}

function NothingShown({ isEmpty }: NothingShownProps) {
  if (isEmpty) return <EmptyState title={qubesText.noVms} hint={qubesText.noVmsHint} />;
  return (
    <EmptyState title={qubesText.noMatch} hint={null}>
      <Button onClick={() => setVmFilter(noFilter)}>{qubesText.clearFilters}</Button>
    </EmptyState>
  );
}
