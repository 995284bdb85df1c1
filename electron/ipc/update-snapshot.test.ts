import { expect, test } from 'vitest';
import type { Snapshot } from '#shared/contract/agent-contract.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { withEvent, withInventoryChange, withJob } from './update-snapshot.ts';

/** Only what tells one VM, or job, from another: the rest passes through untouched. */
const vm = (name: string, state = 'old') => ({ name, state }) as unknown as Vm;
const job = (id: string, state = 'queued') => ({ id, state }) as unknown as Job;

const inventory = {
  takenAt: 'before',
  vms: [vm('a'), vm('b'), vm('c')],
  pools: ['old pool'],
  problems: [],
} as unknown as Inventory;

test('changed VMs keep their places, removed ones go, new ones follow', () => {
  const change = {
    takenAt: 'now',
    changedVms: [vm('d', 'new'), vm('a', 'new')],
    removedVms: ['b' as Vm['name']],
    pools: ['new pool'],
    problems: ['new problem'],
  } as never;
  expect(withInventoryChange(inventory, change)).toEqual({
    takenAt: 'now',
    vms: [vm('a', 'new'), vm('c'), vm('d', 'new')],
    pools: ['new pool'],
    problems: ['new problem'],
  });
});

test('a job is replaced where it stands, a new one follows', () => {
  const jobs = [job('1'), job('2')];
  expect(withJob(jobs, job('1', 'running'))).toEqual([job('1', 'running'), job('2')]);
  expect(withJob(jobs, job('3'))).toEqual([job('1'), job('2'), job('3')]);
});

test('an event leaves the snapshot before it as it was', () => {
  const before = { sequence: 4, inventory, jobs: [] } as unknown as Snapshot;
  const after = withEvent(before, { name: 'job.changed', payload: job('1') }, 5);
  expect(after).toMatchObject({ sequence: 5, jobs: [job('1')] });
  expect(before).toMatchObject({ sequence: 4, jobs: [] });
});
