import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { Preferences } from '#shared/domain/preferences.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { classNames, powerNames, volumeKindText } from '#shared/text/vm-text.ts';
import { heldBy, keptOf, limitOf, poolOf, volumeOf } from './vm-figures.ts';

export const vmTableFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const column = createColumnHelper<typeof vmTableFeatures, Vm>();

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
interface HasValue {
  getValue(columnId: string): unknown;
}
const byText = (one: HasValue, other: HasValue, id: string): number =>
  collator.compare(String(one.getValue(id)), String(other.getValue(id)));
const byNumber = (one: HasValue, other: HasValue, id: string): number =>
  Number(one.getValue(id)) - Number(other.getValue(id));

const text = { sortFn: byText, sortUndefined: 'last' } as const;
const number = { sortFn: byNumber, sortUndefined: 'last' } as const;

const volumeKind = (vm: Vm, role: 'root' | 'private'): string | undefined => {
  const volume = volumeOf(vm, role);
  return volume === undefined ? undefined : volumeKindText(volume);
};

/** In the order shown. What a column sorts by is what its cell says. */
export const vmColumns = column.columns([
  column.accessor((vm) => vm.name, { id: 'name', ...text }),
  column.accessor((vm) => powerNames[vm.power], { id: 'state', ...text }),
  column.accessor((vm) => classNames[vm.class], { id: 'class', ...text }),
  column.accessor((vm) => vm.template ?? undefined, { id: 'template', ...text }),
  column.accessor((vm) => volumeKind(vm, 'root'), { id: 'root', ...text }),
  column.accessor((vm) => volumeKind(vm, 'private'), { id: 'private', ...text }),
  column.accessor((vm) => poolOf(vm) ?? undefined, { id: 'pool', ...text }),
  column.accessor((vm) => limitOf(vm) ?? undefined, { id: 'limit', ...number }),
  column.accessor((vm) => heldBy(vm) ?? undefined, { id: 'holds', ...number }),
  column.accessor((vm) => keptOf(vm) ?? undefined, { id: 'kept', ...number }),
  column.accessor((vm) => Number(vm.autostart), { id: 'autoboot', ...number }),
]);

export const vmColumnIds = [
  'name',
  'state',
  'class',
  'template',
  'root',
  'private',
  'pool',
  'limit',
  'holds',
  'kept',
  'autoboot',
] as const;
export type VmColumnId = (typeof vmColumnIds)[number];
export const isVmColumnId = (id: string): id is VmColumnId => vmColumnIds.some((known) => known === id);

export const numberColumns: ReadonlySet<VmColumnId> = new Set(['limit', 'holds', 'kept']);

/** The largest, and what starts by itself, is what one looks for first. */
export const startsDescending = (id: VmColumnId): boolean => numberColumns.has(id) || id === 'autoboot';

/** As the table wants it; equal rows stay in the order of their names. */
export function sortingOf(sort: Preferences['sort']): { id: string; desc: boolean }[] {
  const id = isVmColumnId(sort.column) ? sort.column : 'name';
  const main = { id, desc: sort.isDescending };
  return id === 'name' ? [main] : [main, { id: 'name', desc: false }];
}

const widths: Readonly<Record<VmColumnId, string>> = {
  name: 'minmax(140px, 3fr)',
  state: 'minmax(128px, 1fr)',
  class: 'minmax(90px, 1fr)',
  template: 'minmax(112px, 2fr)',
  root: 'minmax(100px, 1fr)',
  private: 'minmax(66px, 1fr)',
  pool: 'minmax(130px, 1.5fr)',
  limit: 'minmax(64px, 0.5fr)',
  holds: 'minmax(130px, 1fr)',
  kept: 'minmax(64px, 0.5fr)',
  autoboot: 'minmax(76px, 0.7fr)',
};

/** The tracks of the grid: the checkbox, the columns that are shown, the button. */
export const columnTracks = (shown: readonly VmColumnId[]): string =>
  ['36px', ...shown.map((id) => widths[id]), '128px'].join(' ');

/** What the tracks need at least, in pixels; below that the table scrolls. */
export const columnsWidth = (shown: readonly VmColumnId[]): number =>
  shown.reduce((total, id) => total + Number(/\d+/.exec(widths[id])?.[0] ?? 0), 36 + 128);
