import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useImperativeHandle, useRef, useState, type CSSProperties, type FocusEvent, type Ref } from 'react';
import { flushSync } from 'react-dom';
import type { VmName } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { useScreen } from '../../stores/screen-store.ts';
import { useRowSelection, vmAt } from './use-row-selection.ts';
import { useShownColumns } from './use-shown-columns.ts';
import { columnTracks, columnsWidth } from './vm-columns.ts';
import { VmRow } from './VmRow.tsx';
import { VmTableHeader } from './VmTableHeader.tsx';
import styles from './VmTable.module.css';

/** As in VmTable.module.css and theme/tokens.css: the virtualiser counts in pixels. */
const rowHeight = 34;
const headerHeight = 32;

export interface VmTableHandle {
  /** To the row that was last at, or the first. */
  readonly focus: () => void;
}

interface VmTableProps {
  /** In the order of the rows. */
  readonly vms: readonly Vm[];
  readonly ref: Ref<VmTableHandle>;
}

export function VmTable({ vms, ref }: VmTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<VmName | null>(() => useScreen.getState().lastVm);
  const columns = useShownColumns();
  const names = vms.map((vm) => vm.name);
  const activeIndex = active === null ? 0 : Math.max(0, names.indexOf(active));

  const virtualizer = useVirtualizer({
    count: vms.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => names[index] ?? index,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    // The row that has the focus stays, however far away it is scrolled.
    rangeExtractor: (range: Range) =>
      [...new Set([activeIndex, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });

  const focusRow = (index: number) => {
    flushSync(() => setActive(names[index] ?? null));
    virtualizer.scrollToIndex(index);
    scroller.current?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)?.focus({ preventScroll: true });
  };
  useImperativeHandle(ref, () => ({ focus: () => focusRow(activeIndex) }));

  const onFocus = (event: FocusEvent) => setActive((before) => vmAt(event.target, names) ?? before);
  const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
  const { onKeyDown, onClick, onDoubleClick } = useRowSelection({ names, activeIndex, pageSize, focusRow });

  return (
    <div className={styles.scroller} ref={scroller}>
      <div
        role="grid"
        className={styles.grid}
        style={{ '--vm-columns': columnTracks(columns), minWidth: `${columnsWidth(columns)}px` } as CSSProperties}
        aria-label={qubesText.tableName}
        aria-multiselectable="true"
        aria-rowcount={vms.length + 1}
      >
        <VmTableHeader names={names} columns={columns} />
        <div
          role="rowgroup"
          className={styles.body}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onFocus={onFocus}
        >
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const vm = vms[index];
            return vm === undefined ? null : (
              <VmRow
                key={key}
                vm={vm}
                columns={columns}
                index={index}
                offset={start - headerHeight}
                isActive={index === activeIndex}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
