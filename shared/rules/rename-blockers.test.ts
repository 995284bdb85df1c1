import { expect, test } from 'vitest';
import type { VmName } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import { powerStates, type Vm } from '../domain/vm.ts';
import { aPlan, aRunningJob, anInterruptedJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { renameBlockers, type RenameSubject } from './rename-blockers.ts';

const subject = (facts: Partial<Vm> = {}, more: Partial<RenameSubject> = {}): RenameSubject => ({
  vm: aVm(facts),
  isInstalledByRpm: false,
  children: [],
  ...more,
});
const vms = [aVm(), aVm({ name: vmName('mail') })];
const to = (name: string): readonly [VmName, readonly Vm[]] => [vmName(name), vms];

test('a halted VM may get a free name', () => {
  expect(renameBlockers(subject(), ...to('job'), [])).toEqual([]);
});

test.each(powerStates.filter((power) => power !== 'halted'))('a VM that is %s keeps its name', (power) => {
  expect(renameBlockers(subject({ power }), ...to('job'), [])).toEqual([{ code: 'vm-not-halted', vm: 'work', power }]);
});

test('so does one whose volume is open', () => {
  const open = aVolume({ state: { kind: 'present', sizeBytes: 0 as never, usedBytes: 0 as never, isOpen: true } });
  expect(renameBlockers(subject({ volumes: [open] }), ...to('job'), [])).toMatchObject([{ code: 'volume-open' }]);
});

test.each(['AdminVM', 'DispVM'] as const)('so does a VM of class %s, whatever else there is', (kind) => {
  expect(renameBlockers(subject({ class: kind, power: 'running' }), ...to('a b'), [])).toMatchObject([
    { code: 'class-not-changeable' },
  ]);
});

test('so does one that a package has installed', () => {
  expect(renameBlockers(subject({}, { isInstalledByRpm: true }), ...to('job'), [])).toMatchObject([
    { code: 'installed-by-rpm' },
  ]);
});

test.each([
  ['mail', { code: 'name-taken', by: 'vm' }],
  ['work', { code: 'name-taken', by: 'vm' }],
  ['a b', { code: 'name-not-allowed' }],
])('no VM may be renamed to %s', (name, blocker) => {
  expect(renameBlockers(subject(), ...to(name), [])).toMatchObject([blocker]);
});

test('neither the old name nor the new one may have a job, or be left half changed by one', () => {
  const onWork = aPlan({ holds: [vmName('work')] });
  const onJob = aPlan({ holds: [vmName('mail'), vmName('job')] });
  const blockers = (...jobs: readonly Job[]) => renameBlockers(subject(), ...to('job'), jobs);
  expect(blockers(aRunningJob({ plan: onWork }))).toMatchObject([{ code: 'job-on-vm', vm: 'work' }]);
  expect(blockers(aRunningJob({ plan: onJob }))).toMatchObject([{ code: 'job-on-vm', vm: 'job' }]);
  expect(blockers(anInterruptedJob({ plan: onWork }))).toMatchObject([{ code: 'job-unfinished', vm: 'work' }]);
  expect(blockers(anInterruptedJob({ plan: onJob }))).toMatchObject([{ code: 'job-unfinished', vm: 'job' }]);
});

test('a template on image files keeps its name while one of its VMs runs', () => {
  const children = [aVm({ name: vmName('a'), power: 'running' }), aVm({ name: vmName('b') })];
  const of = (storageType: 'file' | 'lvm') =>
    renameBlockers(subject({ name: vmName('fc20'), template: null, storageType }, { children }), ...to('f20'), []);
  expect(of('file')).toEqual([{ code: 'child-not-halted', vm: 'fc20', child: 'a', power: 'running' }]);
  expect(of('lvm')).toEqual([]);
});
