import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import { vmName } from '#shared/testing/builders.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { Revert } from '../volume-revisions.ts';
import { FileRevisions } from './file-revisions.ts';
import { FileSessions } from './file-sessions.ts';
import { writeUsedCow } from './testing/used-cow.ts';

const noRunner: CommandRunner = {
  run: ({ program }) => Promise.reject(new Error(`${program} was not to be started`)),
  startDetached: () => Promise.reject(new Error('nothing was to be started')),
};
const revisions = new FileRevisions(noRunner);

let dir = '';
let revert: Revert;
const files = async (): Promise<readonly string[]> => (await readdir(dir)).sort();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-revert-'));
  await writeFile(join(dir, 'root.img'), 'root');
  await writeFile(join(dir, 'root-cow.img'), '');
  await writeUsedCow(join(dir, 'root-cow.img.old'), 'before');
  revert = {
    vm: vmName('fc20'),
    vmDir: dir,
    role: 'root',
    storage: 'file',
    revision: 'old',
    takenAt: null,
    revisionPath: join(dir, 'root-cow.img.old'),
    revisionIdentity: 'inode',
    path: join(dir, 'root.img'),
    identity: 'identity',
    safetyRevision: null,
    bytes: bytes(0),
  };
});
afterEach(() => rm(dir, { recursive: true }));

test('from the switch on nobody starts from the root, the tools of dom0 included', async () => {
  expect(await revisions.hasBegun(revert)).toEqual({ ok: true, value: false });
  expect((await revisions.switch(revert)).ok).toBe(true);
  expect(await files()).toEqual(['root-cow.img.reverting', 'root.img']);
  expect(await revisions.hasBegun(revert)).toEqual({ ok: true, value: true });
  // Run again after a crash, it finds that it is done.
  expect((await revisions.switch(revert)).ok).toBe(true);
  for (const source of [null, { ...revert }]) {
    const started = await new FileSessions().prepare([{ slot: revert, vmClass: 'TemplateVM', source }]);
    expect(started).toMatchObject({ ok: false, error: { code: 'revert-unfinished' } });
  }
  expect(await files()).toEqual(['root-cow.img.reverting', 'root.img']);
});

test('a switch that did not come to its end is taken back', async () => {
  await revisions.switch(revert);
  expect((await revisions.withdraw(revert)).ok).toBe(true);
  expect(await files()).toEqual(['root-cow.img', 'root-cow.img.old', 'root.img']);
  expect((await readFile(join(dir, 'root-cow.img.old'))).includes('before')).toBe(true);
  await rm(join(dir, 'root-cow.img'));
  expect((await revisions.withdraw(revert)).ok).toBe(true);
  expect(await files()).toEqual(['root-cow.img', 'root-cow.img.old', 'root.img']);
});

test('a merge that came to its end before a crash is completed without being made again', async () => {
  await rm(join(dir, 'root-cow.img'));
  await rm(join(dir, 'root-cow.img.old'));
  expect((await revisions.complete(revert, 'job' as never, () => undefined)).ok).toBe(true);
  expect(await files()).toEqual(['root-cow.img', 'root.img']);
});
