import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import type { KeptVolume, VolumeRole } from '../domain/volume.ts';
import { anInventory, aPlan, aRunningJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { restoreKeptBlockers } from './restore-kept-blockers.ts';

const image = (role: VolumeRole, facts: Partial<KeptVolume> = {}): KeptVolume => ({
  role,
  storage: 'file',
  path: `/var/lib/qubes/vm-templates/fc20/${role}.img`,
  sizeBytes: gib(10),
  usedBytes: gib(4),
  isOpen: false,
  ...facts,
});
const fc20 = aVm({
  name: vmName('fc20'),
  template: null,
  storageType: 'lvm',
  kept: [image('root'), image('private')],
});
const codes = (...args: Parameters<typeof restoreKeptBlockers>) => restoreKeptBlockers(...args).map(({ code }) => code);

test('a halted VM of which all is kept may go back, also from volumes that are gone', () => {
  expect(codes(fc20, anInventory(), [])).toEqual([]);
  const gone = aVolume({ role: 'root', storage: 'lvm', pool: null, state: { kind: 'missing', lookedFor: '/dev/x' } });
  expect(codes({ ...fc20, volumes: [gone] }, anInventory(), [])).toEqual([]);
});

test('there is nothing to go back to where nothing, or not all, is kept', () => {
  expect(codes({ ...fc20, kept: [] }, anInventory(), [])).toEqual(['nothing-kept']);
  expect(restoreKeptBlockers({ ...fc20, kept: [image('root')] }, anInventory(), [])).toEqual([
    { code: 'kept-incomplete', vm: 'fc20', role: 'private' },
  ]);
});

test('nobody may use either of the two', () => {
  const open = aVolume({
    role: 'root',
    storage: 'lvm',
    state: { kind: 'present', sizeBytes: gib(10), usedBytes: gib(4), isOpen: true },
  });
  expect(codes({ ...fc20, volumes: [open] }, anInventory(), [])).toEqual(['volume-open']);
  const kept = [image('root', { isOpen: true }), image('private')];
  expect(codes({ ...fc20, kept }, anInventory(), [])).toEqual(['kept-open']);
  expect(codes({ ...fc20, power: 'running', volumes: [open] }, anInventory(), [])).toEqual(['vm-not-halted']);
});

test('a template stays where it is while a child runs from it, or a job holds it', () => {
  const child = aVm({ name: vmName('personal'), template: fc20.name, power: 'paused' });
  const others = [child, aVm({ template: fc20.name }), aVm({ power: 'running' })];
  expect(restoreKeptBlockers(fc20, anInventory({ vms: [fc20, ...others] }), [])).toEqual([
    { code: 'child-running', vm: 'fc20', child: 'personal' },
  ]);
  const job = aRunningJob({ plan: aPlan({ vm: fc20.name }) });
  expect(codes(fc20, anInventory(), [job])).toEqual(['job-on-vm']);
});
