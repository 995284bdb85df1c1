import { useMemo } from 'react';
import { usePreferences } from '../../stores/preferences-store.ts';
import { vmColumnIds, type VmColumnId } from './vm-columns.ts';

/** The columns that the person wants to see, in their order. Without names no row could be told from another. */
export function useShownColumns(): readonly VmColumnId[] {
  const hidden = usePreferences((state) => state.hiddenColumns);
  return useMemo(() => vmColumnIds.filter((id) => id === 'name' || !hidden.includes(id)), [hidden]);
}
