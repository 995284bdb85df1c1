import { describe, expect, test } from 'vitest';
import { powerStates, type Vm } from '../domain/vm.ts';
import type { Volume } from '../domain/volume.ts';
import { aPlan, aQueuedJob, aRunningJob, aVm, aVolume, vmName } from '../testing/builders.ts';
import { cloneBlockers, hasCommittedState } from './clone-blockers.ts';

const work = aVm();

test('a halted VM may be cloned under a free name, on either kind of storage', () => {
  expect(cloneBlockers(work, { name: 'work2' }, [work], [])).toEqual([]);
  expect(cloneBlockers(aVm({ storageType: 'lvm' }), { name: 'work2' }, [work], [])).toEqual([]);
});

test.each(powerStates.filter((power) => power !== 'halted'))('a VM that is %s is not cloned', (power) => {
  expect(cloneBlockers(aVm({ power }), { name: 'work2' }, [], [])).toEqual([
    { code: 'vm-not-halted', vm: 'work', power },
  ]);
});

test.each(['AdminVM', 'DispVM'] as const)('a VM of class %s is not cloned', (kind) => {
  expect(cloneBlockers(aVm({ class: kind }), { name: 'work2' }, [], [])).toMatchObject([
    { code: 'class-not-clonable' },
  ]);
});

test('a name that is taken or not allowed is refused', () => {
  expect(cloneBlockers(work, { name: 'work' }, [work], [])).toEqual([{ code: 'name-taken', name: 'work', by: 'vm' }]);
  expect(cloneBlockers(work, { name: 'a b' }, [work], [])).toEqual([
    { code: 'name-not-allowed', name: 'a b', problem: { code: 'character-not-allowed', character: ' ' } },
  ]);
});

test('neither the source nor the name may be held by a job', () => {
  const busy = { code: 'job-on-vm', vm: 'work' };
  expect(cloneBlockers(work, { name: 'work2' }, [work], [aRunningJob()])).toMatchObject([busy]);
  const plan = aPlan({ vm: vmName('mail'), holds: [vmName('mail'), vmName('work2')] });
  expect(cloneBlockers(work, { name: 'work2' }, [work], [aQueuedJob({ plan })])).toMatchObject([
    { ...busy, vm: 'work2' },
  ]);
});

test('a VM without its image is not cloned', () => {
  const missing = aVolume({ state: { kind: 'missing', lookedFor: '/x' } });
  expect(cloneBlockers(aVm({ volumes: [missing] }), { name: 'work2' }, [], [])).toMatchObject([
    { code: 'image-missing' },
  ]);
});

describe('as it was last committed', () => {
  const committed = { name: 'work2', isCommitted: true };
  const revision = {
    id: '4',
    takenAt: null,
    sizeBytes: null,
    exclusiveBytes: null,
    isPinned: false,
    note: null,
    isCommitted: true,
  };
  const running = (facts: Partial<Volume>): Vm =>
    aVm({
      power: 'running',
      storageType: 'lvm',
      volumes: [aVolume({ isDirty: true, revisions: [revision], ...facts })],
    });

  test('a VM may be cloned while it runs, and after a crash, and halted as ever', () => {
    for (const power of powerStates) {
      expect(cloneBlockers({ ...running({}), power }, committed, [], [])).toEqual([]);
    }
    expect(cloneBlockers(work, committed, [work], [])).toEqual([]);
    expect(hasCommittedState(running({}))).toBe(true);
  });

  test('but not where no such state is kept, nor while a job has it', () => {
    const nothing = [{ code: 'nothing-committed', vm: 'work', role: 'private' }];
    for (const facts of [{ revisions: [] }, { revisions: null }, { isDirty: false }]) {
      expect(cloneBlockers(running(facts), committed, [], [])).toEqual(nothing);
      expect(hasCommittedState(running(facts))).toBe(false);
    }
    expect(cloneBlockers(running({}), committed, [], [aRunningJob()])).toMatchObject([{ code: 'job-on-vm' }]);
  });
});
