import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import type { Vm } from '../domain/vm.ts';
import { aRevision } from '../testing/a-revision.ts';
import { anInterruptedJob, aRunningJob, aThinPool, aVm, aVolume, anInventory, vmName } from '../testing/builders.ts';
import { chosenRevision, chosenRole } from './chosen-revision.ts';
import { keepingBlockers, markBlockers, revertBlockers } from './revert-blockers.ts';

const revisions = [aRevision({ id: '2' }), aRevision({ id: '3' })];

const onLvm = (facts: Partial<Vm> = {}): Vm =>
  aVm({ storageType: 'lvm', volumes: [aVolume({ storage: 'lvm', revisions, revisionsToKeep: 2 })], ...facts });
const inventory = anInventory();

const fileTemplate = (facts: Partial<Vm> = {}): Vm => {
  const state = { kind: 'present', sizeBytes: gib(10), usedBytes: gib(8), isOpen: false } as const;
  const root = aVolume({ role: 'root', state, revisions: [aRevision({ id: 'old' })] });
  return aVm({ name: vmName('fc20'), template: null, volumes: [root, aVolume()], ...facts });
};

test('a halted VM may go back to a revision that it has, or to its newest', () => {
  for (const id of ['2', '3', undefined]) expect(revertBlockers(onLvm(), 'private', id, inventory, [])).toEqual([]);
  expect(revertBlockers(onLvm(), 'private', '7', inventory, [])).toEqual([
    { code: 'revision-not-found', vm: 'work', role: 'private', revision: '7' },
  ]);
  expect(revertBlockers(aVm(), 'private', undefined, inventory, [])).toEqual([
    { code: 'no-revisions', vm: 'work', role: 'private' },
  ]);
});

test('after a job that was cut off nobody but the job knows which of two volumes is which', () => {
  const job = anInterruptedJob();
  expect(revertBlockers(onLvm(), 'private', '3', inventory, [job])).toEqual([
    { code: 'job-unfinished', vm: 'work', job: job.id },
  ]);
});

test('where nothing is named the own root is meant, or the private volume, and the newest revision', () => {
  expect([chosenRole(onLvm(), undefined), chosenRole(fileTemplate(), undefined)]).toEqual(['private', 'root']);
  expect(chosenRevision(onLvm(), 'private', undefined)?.id).toBe('3');
});

test('a root that is its template’s is reverted there', () => {
  expect(revertBlockers(onLvm(), 'root', undefined, inventory, [])).toEqual([
    { code: 'root-is-of-template', vm: 'work', template: 'fedora-20-x64' },
  ]);
});

test.each(['AdminVM', 'DispVM'] as const)('nothing is kept of a VM of class %s', (vmClass) => {
  const vm = aVm({ class: vmClass });
  const never = [{ code: 'class-has-no-revisions', vm: 'work', class: vmClass }];
  expect(revertBlockers(vm, 'private', undefined, inventory, [])).toEqual(never);
  expect(markBlockers(vm, 'private', '3', [])).toEqual(never);
  expect(keepingBlockers(vm, [])).toEqual(never);
});

test('a VM that runs, that a job holds, whose volume is open or whose session was not ended, stays as it is', () => {
  expect(revertBlockers(onLvm({ power: 'running' }), 'private', undefined, inventory, [aRunningJob()])).toEqual([
    { code: 'vm-not-halted', vm: 'work', power: 'running' },
    { code: 'job-on-vm', vm: 'work', job: 'job-work' },
  ]);
  const state = { kind: 'present', sizeBytes: gib(2), usedBytes: gib(1), isOpen: true } as const;
  const volumes = [aVolume({ storage: 'lvm', revisions, state, isDirty: true })];
  expect(revertBlockers(onLvm({ volumes }), 'private', undefined, inventory, [])).toEqual([
    { code: 'volume-open', vm: 'work', role: 'private' },
    { code: 'session-not-ended', vm: 'work', role: 'private' },
  ]);
});

test('children run from the image files of their template, but have a root of their own on LVM', () => {
  const child = aVm({ template: vmName('fc20'), power: 'running' });
  const vms = [child, aVm({ name: vmName('personal'), template: vmName('fc20') })];
  const state = { kind: 'present', sizeBytes: gib(10), usedBytes: gib(8), isOpen: true } as const;
  const [root, own] = fileTemplate().volumes;
  const open = fileTemplate({ volumes: [{ ...(root ?? aVolume()), state }, own ?? aVolume()] });
  expect(revertBlockers(open, 'root', undefined, { ...inventory, vms }, [])).toEqual([
    { code: 'child-runs-from-root', vm: 'fc20', child: 'work' },
  ]);
  const volumes = [aVolume({ role: 'root', storage: 'lvm', revisions })];
  const lvmTemplate = fileTemplate({ storageType: 'lvm', volumes });
  expect(revertBlockers(lvmTemplate, 'root', undefined, { ...inventory, vms }, [])).toEqual([]);
});

test('nothing is made in a pool that is not well', () => {
  const pools = [aThinPool({ health: 'read-only' })];
  expect(revertBlockers(onLvm(), 'private', undefined, { vms: [], pools }, [])).toMatchObject([
    { code: 'pool-unhealthy', health: 'read-only' },
  ]);
});

test('a revision may be marked while its VM runs; on image files there is nothing to choose', () => {
  expect(markBlockers(onLvm({ power: 'running' }), 'private', '3', [])).toEqual([]);
  expect(markBlockers(onLvm(), 'private', '7', [])).toMatchObject([{ code: 'revision-not-found' }]);
  expect(keepingBlockers(onLvm({ power: 'running' }), [])).toEqual([]);
  expect(markBlockers(fileTemplate(), 'root', 'old', [])).toEqual([{ code: 'files-have-one-revision', vm: 'fc20' }]);
  expect(keepingBlockers(fileTemplate(), [])).toEqual([{ code: 'files-have-one-revision', vm: 'fc20' }]);
});
