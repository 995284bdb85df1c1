import { create } from 'zustand';

export const storageFilters = ['any', 'file', 'lvm'] as const;
export const powerFilters = ['any', 'halted', 'not-halted'] as const;

/** What narrows the list of qubes; kept while another screen is shown. */
export interface VmFilter {
  readonly search: string;
  readonly storage: (typeof storageFilters)[number];
  readonly power: (typeof powerFilters)[number];
}

export const noFilter: VmFilter = { search: '', storage: 'any', power: 'any' };

export const useVmFilter = create<VmFilter>()(() => noFilter);

export function setVmFilter(change: Partial<VmFilter>): void {
  useVmFilter.setState(change);
}
