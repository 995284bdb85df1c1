import { expect, test } from 'vitest';
import { powerStates } from '../domain/vm.ts';
import { aPlan, aQueuedJob, aRunningJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { cloneBlockers } from './clone-blockers.ts';

const work = aVm();

test('a halted VM may be cloned under a free name, on either kind of storage', () => {
  expect(cloneBlockers(work, 'work2', [work], [])).toEqual([]);
  expect(cloneBlockers(aVm({ storageType: 'lvm' }), 'work2', [work], [])).toEqual([]);
});

test.each(powerStates.filter((power) => power !== 'halted'))('a VM that is %s is not cloned', (power) => {
  expect(cloneBlockers(aVm({ power }), 'work2', [], [])).toEqual([{ code: 'vm-not-halted', vm: 'work', power }]);
});

test.each(['AdminVM', 'DispVM'] as const)('a VM of class %s is not cloned', (kind) => {
  expect(cloneBlockers(aVm({ class: kind }), 'work2', [], [])).toMatchObject([{ code: 'class-not-clonable' }]);
});

test('a name that is taken or not allowed is refused', () => {
  expect(cloneBlockers(work, 'work', [work], [])).toEqual([{ code: 'name-taken', name: 'work', by: 'vm' }]);
  expect(cloneBlockers(work, 'a b', [work], [])).toEqual([
    { code: 'name-not-allowed', name: 'a b', problem: { code: 'character-not-allowed', character: ' ' } },
  ]);
});

test('neither the source nor the name may be held by a job', () => {
  const busy = { code: 'job-on-vm', vm: 'work' };
  expect(cloneBlockers(work, 'work2', [work], [aRunningJob()])).toMatchObject([busy]);
  const plan = aPlan({ vm: vmName('mail'), holds: [vmName('mail'), vmName('work2')] });
  expect(cloneBlockers(work, 'work2', [work], [aQueuedJob({ plan })])).toMatchObject([{ ...busy, vm: 'work2' }]);
});

test('a VM without its image is not cloned', () => {
  const missing = aVolume({ state: { kind: 'missing', lookedFor: '/x' } });
  expect(cloneBlockers(aVm({ volumes: [missing] }), 'work2', [], [])).toMatchObject([{ code: 'image-missing' }]);
});
