import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import { mib } from '#shared/base/bytes.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import { reservedDir, type ClonedFolder } from '../vm-folders.ts';
import { Core2Folders } from './core2-folders.ts';

const job = 'job1' as JobId;
const { signal } = new AbortController();
let parent: string;
let folders: Core2Folders;
let clone: ClonedFolder;
let dir: string;

const confOf = (name: string, vmDir: string): string =>
  `name = "${name}"\n'script:origin:${vmDir}/root.img:${vmDir}/root-cow.img,xvda,w',\n` +
  `'script:file:${vmDir}/private.img,xvdb,w',\n'script:file:${vmDir}/volatile.img,xvdc,w',\n`;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'qsm-folders-'));
  const sourceDir = join(parent, 'fc20');
  folders = new Core2Folders(
    parent,
    createCommandRunner(() => undefined),
  );
  dir = join(parent, 'fc21');
  clone = {
    kind: 'clone',
    vm: { source: 'fc20' as VmName, name: 'fc21' as VmName, dirPath: dir, storageType: 'file' },
    sourceDir,
    volumes: [
      { role: 'root', path: join(dir, 'root.img'), sizeBytes: mib(2) },
      { role: 'private', path: join(dir, 'private.img'), sizeBytes: mib(1) },
    ],
  };
  await mkdir(join(sourceDir, 'kernels'), { recursive: true });
  await writeFile(join(sourceDir, 'kernels/vmlinuz'), 'kernel');
  await writeFile(join(sourceDir, 'root.img'), 'root');
  await writeFile(join(sourceDir, 'firewall.xml'), '<rules/>');
  await writeFile(join(sourceDir, 'clean-volatile.img.tar'), 'tar');
  for (const name of ['volatile.img', 'root-cow.img']) {
    await writeFile(join(sourceDir, name), 'old');
    await truncate(join(sourceDir, name), 2 ** 20);
  }
  await writeFile(join(sourceDir, 'fc20.conf'), confOf('fc20', sourceDir));
  await symlink('/usr/share/icons/black.png', join(sourceDir, 'icon.png'));
});

afterEach(() => rm(parent, { recursive: true }));

test('a clone gets what stock R2 copies, nothing of the volumes, and a configuration of its own', async () => {
  expect(await folders.reserve(clone, job, signal)).toMatchObject({ ok: true });
  expect(await folders.commit(dir, job)).toMatchObject({ ok: true });
  expect(await folders.release(dir, job)).toMatchObject({ ok: true });
  expect((await readdir(dir)).sort()).toEqual([
    'clean-volatile.img.tar',
    'fc21.conf',
    'firewall.xml',
    'icon.png',
    'kernels',
    'root-cow.img',
    'volatile.img',
  ]);
  expect(await readFile(join(dir, 'fc21.conf'), 'utf8')).toBe(confOf('fc21', dir));
  expect(await readlink(join(dir, 'icon.png'))).toBe('/usr/share/icons/black.png');
  const cow = await stat(join(dir, 'root-cow.img'));
  expect([cow.size, cow.blocks]).toEqual([mib(2), 0]);
  expect(await readFile(join(dir, 'volatile.img'))).toEqual(await readFile(join(clone.sourceDir, 'volatile.img')));
  expect(await readdir(parent)).toEqual(['fc20', 'fc21']);
});

test('a clone on LVM records no changes of a root image, and its configuration names its volumes', async () => {
  const onLvm: ClonedFolder = {
    ...clone,
    vm: { ...clone.vm, storageType: 'lvm' },
    volumes: clone.volumes.map((volume) => ({ ...volume, path: `/dev/qubes_dom0/fc21-${volume.role}` })),
  };
  expect((await folders.reserve(onLvm, job, signal)).ok).toBe(true);
  const reserved = reservedDir(dir, job);
  expect(await readdir(reserved)).not.toContain('root-cow.img');
  const conf = await readFile(join(reserved, 'fc21.conf'), 'utf8');
  expect(conf).toContain("'phy:/dev/qubes_dom0/fc21-root,xvda,w',\n'phy:/dev/qubes_dom0/fc21-private,xvdb,w',\n");
  expect(conf).toContain(`'script:file:${dir}/volatile.img,xvdc,w'`);
});

test('every call may be made again', async () => {
  for (let time = 0; time < 2; time += 1) expect((await folders.reserve(clone, job, signal)).ok).toBe(true);
  for (let time = 0; time < 2; time += 1) expect((await folders.commit(dir, job)).ok).toBe(true);
  expect(await folders.isCommitted(dir, job)).toBe(true);
  for (let time = 0; time < 2; time += 1) expect((await folders.withdraw(dir, job)).ok).toBe(true);
  expect(await readdir(parent)).toEqual(['fc20', 'fc21.job-job1']);
  for (let time = 0; time < 2; time += 1) expect((await folders.discardReserved(dir, job)).ok).toBe(true);
  expect(await readdir(parent)).toEqual(['fc20']);
});

test("a folder of somebody else's is neither replaced, nor taken for the job's, nor removed", async () => {
  await folders.reserve(clone, job, signal);
  await mkdir(dir);
  await writeFile(join(dir, 'private.img'), 'the only copy');
  expect(await folders.isTaken(dir)).toBe(true);
  expect(await folders.commit(dir, job)).toMatchObject({ error: { code: 'name-taken', name: 'fc21' } });
  expect((await folders.withdraw(dir, job)).ok).toBe(true);
  expect((await folders.discardReserved(dir, job)).ok).toBe(true);
  expect(await readdir(dir)).toEqual(['private.img']);
  expect(await folders.isTaken(reservedDir(dir, job))).toBe(false);
});

test('a cancelled clone says so', async () => {
  expect(await folders.reserve(clone, job, AbortSignal.abort())).toMatchObject({ error: { code: 'cancelled' } });
});
