import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import { reservedDir, type FolderClone } from '../vm-folders.ts';
import { Core2Folders } from './core2-folders.ts';

const folders = new Core2Folders();
const job = 'job1' as JobId;
const { signal } = new AbortController();
let parent: string;
let clone: FolderClone;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'qsm-folders-'));
  const sourceDir = join(parent, 'fc20');
  clone = { source: 'fc20' as VmName, sourceDir, name: 'fc21' as VmName, dir: join(parent, 'fc21') };
  await mkdir(join(sourceDir, 'kernels'), { recursive: true });
  await writeFile(join(sourceDir, 'kernels/vmlinuz'), 'kernel');
  await writeFile(join(sourceDir, 'root.img'), 'root');
  await writeFile(join(sourceDir, 'firewall.xml'), '<rules/>');
  await writeFile(join(sourceDir, 'clean-volatile.img.tar'), 'tar');
  for (const name of ['volatile.img', 'root-cow.img']) {
    await writeFile(join(sourceDir, name), 'old');
    await truncate(join(sourceDir, name), 2 ** 20);
  }
  await writeFile(join(sourceDir, 'fc20.conf'), `name = "fc20"\n'script:file:${sourceDir}/private.img,xvdb,w',\n`);
  await symlink('/usr/share/icons/black.png', join(sourceDir, 'icon.png'));
});

afterEach(() => rm(parent, { recursive: true }));

test('a clone gets what stock R2 copies, nothing of the volumes, and a configuration of its own', async () => {
  expect(await folders.reserve(clone, job, signal)).toMatchObject({ ok: true });
  expect(await folders.commit(clone.dir, job)).toMatchObject({ ok: true });
  expect(await folders.release(clone.dir, job)).toMatchObject({ ok: true });
  expect((await readdir(clone.dir)).sort()).toEqual([
    'clean-volatile.img.tar',
    'fc21.conf',
    'firewall.xml',
    'icon.png',
    'kernels',
    'root-cow.img',
    'volatile.img',
  ]);
  expect(await readFile(join(clone.dir, 'fc21.conf'), 'utf8')).toBe(
    `name = "fc21"\n'script:file:${clone.dir}/private.img,xvdb,w',\n`,
  );
  expect(await readlink(join(clone.dir, 'icon.png'))).toBe('/usr/share/icons/black.png');
  const cow = await stat(join(clone.dir, 'root-cow.img'));
  expect([cow.size, cow.blocks]).toEqual([2 ** 20, 0]);
  expect(await readFile(join(clone.dir, 'volatile.img'))).toEqual(
    await readFile(join(clone.sourceDir, 'volatile.img')),
  );
  expect(await readdir(parent)).toEqual(['fc20', 'fc21']);
});

test('every call may be made again', async () => {
  for (let time = 0; time < 2; time += 1) expect((await folders.reserve(clone, job, signal)).ok).toBe(true);
  for (let time = 0; time < 2; time += 1) expect((await folders.commit(clone.dir, job)).ok).toBe(true);
  expect(await folders.isCommitted(clone.dir, job)).toBe(true);
  for (let time = 0; time < 2; time += 1) expect((await folders.withdraw(clone.dir, job)).ok).toBe(true);
  expect(await readdir(parent)).toEqual(['fc20', 'fc21.job-job1']);
  for (let time = 0; time < 2; time += 1) expect((await folders.discardReserved(clone.dir, job)).ok).toBe(true);
  expect(await readdir(parent)).toEqual(['fc20']);
});

test("a folder of somebody else's is neither replaced, nor taken for the job's, nor removed", async () => {
  await folders.reserve(clone, job, signal);
  await mkdir(clone.dir);
  await writeFile(join(clone.dir, 'private.img'), 'the only copy');
  expect(await folders.isTaken(clone.dir)).toBe(true);
  expect(await folders.commit(clone.dir, job)).toMatchObject({ error: { code: 'name-taken', name: 'fc21' } });
  expect((await folders.withdraw(clone.dir, job)).ok).toBe(true);
  expect((await folders.discardReserved(clone.dir, job)).ok).toBe(true);
  expect(await readdir(clone.dir)).toEqual(['private.img']);
  expect(await folders.isTaken(reservedDir(clone.dir, job))).toBe(false);
});

test('a cancelled clone says so', async () => {
  expect(await folders.reserve(clone, job, AbortSignal.abort())).toMatchObject({ error: { code: 'cancelled' } });
});
