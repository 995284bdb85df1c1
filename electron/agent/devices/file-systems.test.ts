import { expect, test } from 'vitest';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { commandLine } from '../exec/command.ts';
import type { CommandRunner } from '../exec/command-runner.ts';
import { fileSystemsOn, parseBlkid, probeDevices } from './file-systems.ts';

/** What blkid of util-linux 2.38 printed in the box. */
const recorded = `DEVNAME=/dev/loop0
LABEL=BACKUP
UUID=63298eb1-4fce-422c-882a-5b68a3dbd544
TYPE=ext4

DEVNAME=/dev/ubdb
UUID=mabR9o-hWMI-4QS1-scmR-qz8y-65T5-rpCaLJ
TYPE=LVM2_member
`;

const labelOf = (printed: string) =>
  parseBlkid(`DEVNAME=/dev/sdb1\nLABEL=${printed}\nTYPE=vfat\n`).get('/dev/sdb1')?.label;

test('each device is told with its type, its label and its UUID', () => {
  expect([...parseBlkid(recorded)]).toEqual([
    ['/dev/loop0', { type: 'ext4', label: 'BACKUP', uuid: '63298eb1-4fce-422c-882a-5b68a3dbd544' }],
    ['/dev/ubdb', { type: 'LVM2_member', label: null, uuid: 'mabR9o-hWMI-4QS1-scmR-qz8y-65T5-rpCaLJ' }],
  ]);
});

test.each([
  ['MY\\ STICK', 'MY STICK'],
  ['\\$x\\\\y', '$x\\y'],
  ['BM-CM-<ro', 'Büro'],
  ['M-bM-^BM-,', '€'],
  ['RAM-DISK', 'RAM-DISK'],
  ['M-CM-<', 'ü'],
])('the label that blkid prints as %s is %s', (printed, label) => {
  expect(labelOf(printed)).toBe(label);
});

test('a partitioned disk has no file system', () => {
  expect(parseBlkid('DEVNAME=/dev/ubdc\nPTUUID=1753b7e5\nPTTYPE=dos\n').size).toBe(0);
});

test('blkid is started once for all devices, without its cache', () => {
  expect(commandLine(probeDevices(['/dev/loop0', '/dev/sdb1']))).toBe(
    '/usr/sbin/blkid -c /dev/null -o export -s TYPE -s LABEL -s UUID -- /dev/loop0 /dev/sdb1',
  );
});

const answering = (answer: Result<string, Failure>): CommandRunner => ({
  run: () => Promise.resolve(answer),
  startDetached: () => Promise.resolve(err({ code: 'internal', reference: '' })),
});
const failed = (exitCode: number) =>
  err({ code: 'command-failed', program: '/usr/sbin/blkid', exitCode, stderr: '' } as const);

test('that nothing was found is no failure, and with no device nothing is started', async () => {
  expect(await fileSystemsOn(answering(failed(2)), ['/dev/loop7'])).toEqual(ok(new Map()));
  expect(await fileSystemsOn(answering(failed(4)), ['/dev/loop7'])).toEqual(failed(4));
  expect(await fileSystemsOn(answering(failed(4)), [])).toEqual(ok(new Map()));
});
