import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import type { Job } from '../domain/job.ts';
import type { Plan } from '../domain/plan.ts';
import {
  aFailedJob,
  aLogEntry,
  anInterruptedJob,
  aPlan,
  aPlannedVolume,
  aSucceededJob,
  aVm,
  timestamp,
  vmName,
} from '../testing/builders.ts';
import { lastSwitch } from './last-switch.ts';

const work = vmName('work');
const toLvm = aPlan({
  vm: work,
  volumes: [{ ...aPlannedVolume('work', 'private', gib(1)), sourceIdentity: 'image-1' }],
});
const back = aPlan({
  vm: work,
  action: { kind: 'restore-kept', vm: work },
  volumes: [],
  restores: [
    {
      role: 'private',
      from: 'lvm',
      to: 'file',
      path: '/var/lib/qubes/appvms/work/private.img',
      identity: 'image-1',
      replaced: { path: '/dev/qubes_dom0/work-private', identity: 'lv-1:4' },
    },
  ],
});

const switched = (plan: Plan, at: string, outcome: 'done' | 'failed' = 'done'): Job =>
  aSucceededJob({
    plan,
    log: [
      aLogEntry({ step: 'switch', command: '/usr/sbin/lvrename', at: timestamp('2026-01-01T00:00:00.000Z') }),
      aLogEntry({ step: 'switch', at: timestamp(at), outcome }),
    ],
  });

test('a VM that a job has moved knows since when, and what it left', () => {
  const vm = aVm({ storageType: 'lvm' });
  const jobs = [switched(toLvm, '2026-11-25T08:00:00.000Z')];
  expect(lastSwitch(vm, jobs)).toEqual({
    at: '2026-11-25T08:00:00.000Z',
    leftIdentities: new Map([['private', 'image-1']]),
  });
});

test('going back is a move as well: what was new is what is left', () => {
  const jobs = [switched(back, '2026-11-26T08:00:00.000Z'), switched(toLvm, '2026-11-25T08:00:00.000Z')];
  expect(lastSwitch(aVm(), jobs)).toEqual({
    at: '2026-11-26T08:00:00.000Z',
    leftIdentities: new Map([['private', 'lv-1:4']]),
  });
});

test('a job that was cut off behind its switch has moved the VM too', () => {
  const { log } = switched(toLvm, '2026-11-25T08:00:00.000Z');
  expect(lastSwitch(aVm({ storageType: 'lvm' }), [anInterruptedJob({ plan: toLvm, log })])?.at).toBe(
    '2026-11-25T08:00:00.000Z',
  );
});

test('nobody knows where the last move that a job tells of did not lead to where the VM is', () => {
  const jobs = [switched(back, '2026-11-26T08:00:00.000Z'), switched(toLvm, '2026-11-25T08:00:00.000Z')];
  expect(lastSwitch(aVm({ storageType: 'lvm' }), jobs)).toBeNull();
  expect(lastSwitch(aVm({ storageType: 'lvm', name: vmName('other') }), jobs)).toBeNull();
  expect(lastSwitch(aVm({ storageType: 'lvm' }), [])).toBeNull();
});

test('a switch that failed has moved nothing', () => {
  const { log } = switched(toLvm, '2026-11-25T08:00:00.000Z', 'failed');
  expect(lastSwitch(aVm({ storageType: 'lvm' }), [aFailedJob({ plan: toLvm, log })])).toBeNull();
});
