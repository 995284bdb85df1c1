import { useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { VmName } from '#shared/domain/ids.ts';
import { migrationOn } from '#shared/rules/migration-on.ts';
import { proposeMigrations } from '../../bridge/action-requests.ts';
import { useSystem } from '../../stores/connection-store.ts';
import { showVm } from '../../stores/screen-store.ts';
import { addToSelection, clearSelection, select, toggleSelected, useSelection } from '../../stores/selection-store.ts';
import { rowAfterKey, rowsBetween } from './row-range.ts';

interface Rows {
  readonly names: readonly VmName[];
  readonly activeIndex: number;
  readonly pageSize: number;
  readonly focusRow: (index: number) => void;
}

interface RowHandlers {
  readonly onDoubleClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

/** The VM whose row something is in. */
export const vmAt = (target: EventTarget, names: readonly VmName[]): VmName | undefined => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-vm]') : null;
  return names.find((name) => name === row?.dataset['vm']);
};

/** What keys and clicks on the rows do: as in a file manager, with a checkbox in each row for those who prefer it. */
export function useRowSelection({ names, activeIndex, pageSize, focusRow }: Rows): RowHandlers {
  /** Where a range begins that Shift extends. */
  const anchor = useRef<VmName | null>(null);

  const toggle = (name: VmName, isRange: boolean) => {
    if (isRange) addToSelection(rowsBetween(names, anchor.current, name));
    else toggleSelected(name);
    anchor.current = name;
  };

  const system = useSystem();
  const migrate = () => {
    const { selected } = useSelection.getState();
    const chosen = names.filter((name) => selected.has(name));
    const active = names[activeIndex];
    const meant = chosen.length > 0 || active === undefined ? chosen : [active];
    if (meant.length > 0) void proposeMigrations(meant.map((name) => migrationOn(system, { name }, 'lvm')));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const index = rowAfterKey(event.key, activeIndex, names.length, pageSize);
    const active = names[activeIndex];
    const reached = index === null ? undefined : names[index];
    if (index !== null && reached !== undefined) {
      anchor.current ??= active ?? null;
      focusRow(index);
      if (event.shiftKey) select(rowsBetween(names, anchor.current, reached));
      else anchor.current = reached;
    } else if (event.key === ' ' && event.target instanceof Element && event.target.matches('[data-vm]')) {
      if (active !== undefined) toggle(active, event.shiftKey);
    } else if (event.key === 'a' && event.ctrlKey) {
      select(names);
    } else if (event.key === 'm' && !event.ctrlKey && !event.altKey && !event.metaKey) {
      migrate();
    } else if (event.key === 'Enter' && event.target instanceof Element && event.target.matches('[data-vm]')) {
      if (active !== undefined) showVm(active);
    } else if (event.key === 'Escape') {
      clearSelection();
    } else {
      return;
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const name = vmAt(event.target, names);
    if (name === undefined || !(event.target instanceof Element) || event.target.closest('button') !== null) return;
    if (event.target.matches('input') || event.ctrlKey || event.metaKey) {
      toggle(name, event.shiftKey);
    } else if (event.shiftKey) {
      select(rowsBetween(names, anchor.current, name));
    } else {
      select([name]);
      anchor.current = name;
    }
  };

  const onDoubleClick = (event: MouseEvent) => {
    const name = vmAt(event.target, names);
    if (name !== undefined && event.target instanceof Element && event.target.closest('button, input') === null) {
      showVm(name);
    }
  };

  return { onKeyDown, onClick, onDoubleClick };
}
