import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { powerStates } from '../domain/vm.ts';
import { aQueuedJob, aVm, aVolume } from '../testing/builders.ts';
import { migrateBlockers, movableRoles } from './migrate-blockers.ts';

test('a halted VM on files may go to LVM', () => {
  expect(migrateBlockers(aVm(), 'lvm', [])).toEqual([]);
});

test.each(powerStates.filter((power) => power !== 'halted'))('a VM that is %s stays where it is', (power) => {
  expect(migrateBlockers(aVm({ power }), 'lvm', [])).toEqual([{ code: 'vm-not-halted', vm: 'work', power }]);
});

test('a VM that is there already does not move', () => {
  expect(migrateBlockers(aVm({ storageType: 'lvm' }), 'lvm', [])).toMatchObject([{ code: 'already-there' }]);
});

test.each(['AdminVM', 'DispVM'] as const)('a VM of class %s has nothing to move', (kind) => {
  expect(migrateBlockers(aVm({ class: kind, power: 'running' }), 'lvm', [])).toEqual([
    { code: 'class-not-movable', vm: 'work', class: kind },
  ]);
});

test('a missing image is named', () => {
  const missing = aVolume({ state: { kind: 'missing', lookedFor: '/x/private.img' } });
  expect(migrateBlockers(aVm({ volumes: [missing] }), 'lvm', [])).toEqual([
    { code: 'image-missing', vm: 'work', role: 'private', lookedFor: '/x/private.img' },
  ]);
});

test('a volume that is not active cannot be read', () => {
  const inactive = aVolume({ storage: 'lvm', state: { kind: 'inactive', sizeBytes: gib(2) } });
  expect(migrateBlockers(aVm({ storageType: 'lvm', volumes: [inactive] }), 'file', [])).toEqual([
    { code: 'volume-inactive', vm: 'work', role: 'private' },
  ]);
});

test('what is kept where the volumes would go stays; what is kept elsewhere is in nobody’s way', () => {
  const path = '/var/lib/qubes/appvms/work/private.img';
  const image = {
    role: 'private',
    storage: 'file',
    path,
    sizeBytes: gib(2),
    usedBytes: gib(1),
    isOpen: false,
  } as const;
  const onLvm = aVm({ storageType: 'lvm', kept: [image] });
  expect(migrateBlockers(onLvm, 'file', [])).toEqual([{ code: 'kept-in-the-way', vm: 'work', path }]);
  expect(migrateBlockers(onLvm, 'lvm', []).map(({ code }) => code)).toEqual(['already-there']);
});

test('all reasons are given at once', () => {
  const vm = aVm({ power: 'paused', storageType: 'lvm' });
  expect(migrateBlockers(vm, 'lvm', [aQueuedJob()]).map(({ code }) => code)).toEqual([
    'already-there',
    'vm-not-halted',
    'job-on-vm',
  ]);
});

test('a template-based VM moves its private volume, the others their root too', () => {
  expect(movableRoles(aVm())).toEqual(['private']);
  expect(movableRoles(aVm({ template: null }))).toEqual(['root', 'private']);
});
