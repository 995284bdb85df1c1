import { expect, test } from 'vitest';
import { vmName } from '#shared/testing/builders.ts';
import { commandLine } from '../../exec/command.ts';
import { attachBlockDevice, detachBlockDevice, listStore } from './xl-commands.ts';

const work = vmName('work');

test('a device is attached under its frontend, to be written to or not', () => {
  const disk = { path: '/dev/sdb1', frontend: 'xvdi' };
  expect(commandLine(attachBlockDevice(work, { ...disk, isReadOnly: false }))).toBe(
    '/usr/sbin/xl block-attach work phy:/dev/sdb1 xvdi w',
  );
  expect(commandLine(attachBlockDevice(work, { ...disk, isReadOnly: true }))).toBe(
    '/usr/sbin/xl block-attach work phy:/dev/sdb1 xvdi r',
  );
});

test.each([
  ['xvdi', 51840],
  ['xvdj', 51856],
  ['xvdp', 51952],
  ['xvde', 51776],
])('%s is detached by its number', (frontend, number) => {
  expect(commandLine(detachBlockDevice(work, frontend))).toBe(`/usr/sbin/xl block-detach work ${number}`);
});

test('the store is read in one call', () => {
  expect(commandLine(listStore)).toBe('/usr/bin/xenstore-ls -f /local/domain');
});
