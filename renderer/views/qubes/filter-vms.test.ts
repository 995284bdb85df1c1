import { expect, test } from 'vitest';
import { aVm, thinPoolId, vmName } from '#shared/testing/builders.ts';
import { noFilter, type VmFilter } from '../../stores/vm-filter-store.ts';
import { filterVms } from './filter-vms.ts';

const vms = [
  aVm({ name: vmName('work'), power: 'running', storageType: 'lvm', rootState: 'outdated' }),
  aVm({ name: vmName('work-old'), label: 'yellow' }),
  aVm({ name: vmName('fc20'), template: null }),
  aVm({ name: vmName('fc20-dvm'), isInternal: true }),
];
const shown = (filter: Partial<VmFilter>, showInternal = false) =>
  filterVms(vms, { ...noFilter, ...filter }, showInternal).map((vm) => vm.name);

test('internal VMs are shown only on request', () => {
  expect(shown({})).toEqual(['work', 'work-old', 'fc20']);
  expect(shown({}, true)).toContain('fc20-dvm');
});

test.each<[string, Partial<VmFilter>, readonly string[]]>([
  ['a part of the name, in any case', { search: 'OLD' }, ['work-old']],
  ['the template', { search: 'fedora' }, ['work', 'work-old']],
  ['the class', { search: 'template' }, ['fc20']],
  ['the label', { search: 'yellow' }, ['work-old']],
  ['every word of the search', { search: 'work yellow' }, ['work-old']],
  ['the kind of storage', { storage: 'lvm' }, ['work']],
  ['halted VMs', { power: 'halted' }, ['work-old', 'fc20']],
  ['VMs that are not halted', { power: 'not-halted' }, ['work']],
  ['outdated VMs', { power: 'outdated' }, ['work']],
  ['a pool', { pool: thinPoolId }, ['work']],
  ['a class', { vmClass: 'TemplateVM' }, ['fc20']],
  ['all filters at once', { power: 'halted', storage: 'file', search: 'work' }, ['work-old']],
])('the list is narrowed to %s', (_, filter, names) => {
  expect(shown(filter)).toEqual(names);
});
