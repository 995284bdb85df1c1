import type { Vm } from '#shared/domain/vm.ts';
import { classNames } from '#shared/text/vm-text.ts';
import type { VmFilter } from '../../stores/vm-filter-store.ts';

/** Every word of the search must be found in the name, the template, the class or the label. */
function matchesSearch(vm: Vm, words: readonly string[]): boolean {
  const text = `${vm.name} ${vm.template ?? ''} ${classNames[vm.class]} ${vm.label ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function matchesPower(vm: Vm, power: VmFilter['power']): boolean {
  if (power === 'outdated') return vm.rootState === 'outdated';
  return power === 'any' || (vm.power === 'halted') === (power === 'halted');
}

export function filterVms(vms: readonly Vm[], filter: VmFilter, showInternal: boolean): readonly Vm[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return vms.filter(
    (vm) =>
      (showInternal || !vm.isInternal) &&
      (filter.storage === 'any' || vm.storageType === filter.storage) &&
      (filter.pool === 'any' || vm.volumes.some(({ pool }) => pool === filter.pool)) &&
      (filter.vmClass === 'any' || vm.class === filter.vmClass) &&
      matchesPower(vm, filter.power) &&
      matchesSearch(vm, words),
  );
}
