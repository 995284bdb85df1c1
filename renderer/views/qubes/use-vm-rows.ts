import { useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Vm } from '#shared/domain/vm.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { sortingOf, vmColumns, vmTableFeatures } from './vm-columns.ts';

const nameOf = (vm: Vm): string => vm.name;

/** `vms` in the order that the person chose. */
export function useVmRows(vms: readonly Vm[]): readonly Vm[] {
  const sort = usePreferences((state) => state.sort);
  const state = useMemo(() => ({ sorting: sortingOf(sort) }), [sort]);
  const table = useTable({ features: vmTableFeatures, columns: vmColumns, data: vms, getRowId: nameOf, state });
  const { rows } = table.getRowModel();
  return useMemo(() => rows.map((row) => row.original), [rows]);
}
