import { create } from 'zustand';
import type { VmClass } from '#shared/domain/vm.ts';

export const storageFilters = ['any', 'file', 'lvm'] as const;
export const powerFilters = ['any', 'halted', 'not-halted', 'outdated'] as const;

/** What narrows the list of qubes; kept while another screen is shown. */
export interface VmFilter {
  readonly search: string;
  readonly storage: (typeof storageFilters)[number];
  readonly power: (typeof powerFilters)[number];
  /** A pool's id, or `any`; one of the VM's volumes is in it. */
  readonly pool: string;
  readonly vmClass: VmClass | 'any';
}

export const noFilter: VmFilter = { search: '', storage: 'any', power: 'any', pool: 'any', vmClass: 'any' };

export const useVmFilter = create<VmFilter>()(() => noFilter);

export function setVmFilter(change: Partial<VmFilter>): void {
  useVmFilter.setState(change);
}
