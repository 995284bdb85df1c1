import { expect, test } from 'vitest';
import { powerStates, type Vm } from '../domain/vm.ts';
import { aPlan, anInterruptedJob, aRunningJob, aVm, vmName } from '../testing/builders.ts';
import { removeBlockers, type RemoveSubject } from './remove-blockers.ts';

const subject = (facts: Partial<Vm> = {}, more: Partial<RemoveSubject> = {}): RemoveSubject => ({
  vm: aVm(facts),
  isInstalledByRpm: false,
  keepsFiles: false,
  children: [],
  clients: [],
  driveUsers: [],
  ...more,
});

test('a halted VM that nobody needs may be removed', () => expect(removeBlockers(subject(), [])).toEqual([]));

test.each(powerStates.filter((power) => power !== 'halted'))('one that is %s may not', (power) => {
  expect(removeBlockers(subject({ power }), [])).toEqual([{ code: 'vm-not-halted', vm: 'work', power }]);
});

test.each(['AdminVM', 'DispVM'] as const)('one of class %s may not, whatever else there is', (kind) => {
  const blockers = removeBlockers(subject({ class: kind }, { children: [vmName('a')] }), []);
  expect(blockers).toMatchObject([{ code: 'class-not-changeable' }]);
});

test('one that a package has installed may only be registered no more', () => {
  expect(removeBlockers(subject({}, { isInstalledByRpm: true }), [])).toMatchObject([{ code: 'installed-by-rpm' }]);
  expect(removeBlockers(subject({}, { isInstalledByRpm: true, keepsFiles: true }), [])).toEqual([]);
});

test('those that need it are all told of at once', () => {
  const [a, b] = [vmName('a'), vmName('b')];
  expect(
    removeBlockers(subject({}, { children: [a, b], clients: [a], driveUsers: [b], keepsFiles: true }), []),
  ).toEqual([
    { code: 'has-children', vm: 'work', children: ['a', 'b'] },
    { code: 'netvm-of-others', vm: 'work', clients: ['a'] },
    { code: 'drive-of-others', vm: 'work', users: ['b'] },
  ]);
});

test('a job at work on it, or cut off, is seen to first', () => {
  const plan = aPlan({ holds: [vmName('work')] });
  expect(removeBlockers(subject(), [aRunningJob({ plan })])).toMatchObject([{ code: 'job-on-vm' }]);
  expect(removeBlockers(subject(), [anInterruptedJob({ plan })])).toMatchObject([{ code: 'job-unfinished' }]);
});
