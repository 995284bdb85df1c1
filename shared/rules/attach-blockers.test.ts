import { expect, test } from 'vitest';
import type { DeviceIdentity } from '../domain/ids.ts';
import { aDevice } from '../testing/a-device.ts';
import { vmName } from '../testing/builders.ts';
import { attachBlockers, type AttachWish } from './attach-blockers.ts';
import { detachBlockers } from './detach-blockers.ts';
import { frontendsForDevices, nextFrontend } from './frontends.ts';

const work = vmName('work');

const codes = (facts: Partial<AttachWish> = {}): readonly string[] =>
  attachBlockers({
    device: aDevice(),
    identity: null,
    vm: { name: work, class: 'AppVM', power: 'running' },
    frontend: null,
    isReadOnly: false,
    usedFrontends: new Set(['xvda', 'xvdb']),
    ...facts,
  }).map(({ code }) => code);

test('a free device may be given to a running VM', () => {
  expect(codes()).toEqual([]);
});

test.each(['halted', 'paused', 'crashed', 'transient', 'unknown'] as const)('not to one that is %s', (power) => {
  expect(codes({ vm: { name: work, class: 'AppVM', power } })).toEqual(['vm-not-running']);
});

test('not to dom0', () => {
  expect(codes({ vm: { name: vmName('dom0'), class: 'AdminVM', power: 'running' } })).toEqual([
    'class-takes-no-devices',
  ]);
});

test('a device that somebody has is refused, with whose it is', () => {
  const hidden = { owner: { code: 'mounted', mountPoint: '/boot' }, via: 'sda1' } as const;
  expect(
    attachBlockers({
      device: aDevice({ hidden }),
      identity: 'identity of another one' as DeviceIdentity,
      vm: { name: work, class: 'AppVM', power: 'running' },
      frontend: null,
      isReadOnly: true,
      usedFrontends: new Set(),
    }),
  ).toEqual([{ code: 'device-owned', device: 'dom0:sdb1', ...hidden }]);
});

test('a device that another one has come in place of is refused', () => {
  expect(codes({ identity: aDevice().identity })).toEqual([]);
  expect(codes({ identity: 'identity of another one' as DeviceIdentity })).toEqual(['device-changed']);
});

test('a device that a VM has already is refused, with where', () => {
  const attachedTo = { vm: vmName('personal'), frontend: 'xvdi', isReadOnly: true };
  expect(codes({ device: aDevice({ attachedTo }) })).toEqual(['device-attached']);
});

test('what is read-only is attached read-only, or not at all', () => {
  const device = aDevice({ isReadOnly: true });
  expect(codes({ device })).toEqual(['device-read-only']);
  expect(codes({ device, isReadOnly: true })).toEqual([]);
});

test.each([
  ['xvdi', []],
  ['xvdb', ['frontend-not-for-devices']],
  ['xvdd', ['frontend-not-for-devices']],
  ['sda', ['frontend-not-for-devices']],
  ['xvdq', ['frontend-not-for-devices']],
])('the frontend %s: %j', (frontend, expected) => {
  expect(codes({ frontend })).toEqual(expected);
});

test('a frontend that the VM uses is taken', () => {
  expect(codes({ frontend: 'xvdk', usedFrontends: new Set(['xvdk']) })).toEqual(['frontend-taken']);
});

test('frontends are given out from xvdi to xvdp, then from xvde, and never one of the own disks', () => {
  expect(nextFrontend(new Set(['xvda', 'xvdb', 'xvdc']))).toBe('xvdi');
  expect(nextFrontend(new Set(['xvdi', 'xvdk']))).toBe('xvdj');
  expect(nextFrontend(new Set(frontendsForDevices.slice(0, 8)))).toBe('xvde');
  expect(codes({ usedFrontends: new Set(frontendsForDevices) })).toEqual(['no-frontend-left']);
});

test('the own disks of a VM are never taken from it', () => {
  for (const frontend of ['xvda', 'xvdb', 'xvdc', 'xvdd', 'hda', 'xvdq']) {
    expect(detachBlockers(work, frontend)).toEqual([{ code: 'own-disk', vm: work, frontend }]);
  }
  expect(detachBlockers(work, 'xvdi')).toEqual([]);
});
