import { expect, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { commandLine, type Command } from '../exec/command.ts';
import {
  createDevice,
  createLoop,
  detachLoop,
  mergeTable,
  originTable,
  removeDevice,
  reportLoops,
  reportOpenCounts,
  reportStatus,
  reportTables,
  versionTable,
} from './dm-commands.ts';

test.each<[string, Command, string]>([
  [
    'a version is a persistent snapshot in chunks of 256 sectors',
    createDevice('snapshot-1:2-1:3', versionTable(mib(64), '/dev/loop7', '/dev/loop8')),
    "/usr/sbin/dmsetup create '--table=0 131072 snapshot /dev/loop7 /dev/loop8 P 256' -- snapshot-1:2-1:3",
  ],
  [
    'an origin is the whole root',
    createDevice('origin-1:2', originTable(mib(64), '/dev/loop7')),
    "/usr/sbin/dmsetup create '--table=0 131072 snapshot-origin /dev/loop7' -- origin-1:2",
  ],
  [
    'what a version keeps is put back by another table',
    createDevice('snapshot-1:2-1:3', mergeTable(mib(64), '/dev/loop7', '/dev/loop8')),
    "/usr/sbin/dmsetup create '--table=0 131072 snapshot-merge /dev/loop7 /dev/loop8 P 256' -- snapshot-1:2-1:3",
  ],
  ['a device is removed by name', removeDevice('origin-1:2'), '/usr/sbin/dmsetup remove --retry -- origin-1:2'],
  ['all tables', reportTables(), '/usr/sbin/dmsetup table'],
  [
    'all open counts',
    reportOpenCounts(),
    "/usr/sbin/dmsetup info --columns --noheadings '--separator=|' --options=name,open",
  ],
  ['how far a merge is', reportStatus('snapshot-1:2-1:3'), '/usr/sbin/dmsetup status -- snapshot-1:2-1:3'],
  [
    'the loop devices of a file, by its inode',
    reportLoops('/a/root.img'),
    '/usr/sbin/losetup --noheadings --output=NAME,RO,OFFSET,SIZELIMIT --associated /a/root.img',
  ],
  ['a new loop device', createLoop('/a/root.img'), '/usr/sbin/losetup --find --show -- /a/root.img'],
  ['a loop device goes', detachLoop('/dev/loop7'), '/usr/sbin/losetup --detach /dev/loop7'],
])('%s', (_, command, expected) => {
  expect(commandLine(command)).toBe(expected);
});
