import { create } from 'zustand';
import type { VmName } from '#shared/domain/ids.ts';

interface SelectionState {
  readonly selected: ReadonlySet<VmName>;
}

export const useSelection = create<SelectionState>()(() => ({ selected: new Set() }));

export function select(names: Iterable<VmName>): void {
  useSelection.setState({ selected: new Set(names) });
}

export function toggleSelected(name: VmName): void {
  useSelection.setState(({ selected }) => {
    const next = new Set(selected);
    if (!next.delete(name)) next.add(name);
    return { selected: next };
  });
}

export function addToSelection(names: Iterable<VmName>): void {
  useSelection.setState(({ selected }) => ({ selected: new Set([...selected, ...names]) }));
}

export function clearSelection(): void {
  useSelection.setState({ selected: new Set() });
}

export const useIsSelected = (name: VmName): boolean => useSelection((state) => state.selected.has(name));
