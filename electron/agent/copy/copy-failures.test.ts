import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { err } from '#shared/base/result.ts';
import { copyBlocks } from './copy-blocks.ts';
import { aCopy, imageDir } from './testing/copy-harness.ts';

afterEach(() => vi.restoreAllMocks());

/** A file system in memory of `sizeBytes` on `dir`, which is made; undefined where the machine refuses it (not root). */
function trySmallFileSystem(dir: string, sizeBytes: number): Disposable | undefined {
  mkdirSync(dir);
  try {
    execFileSync('/usr/bin/mount', ['--types=tmpfs', `--options=size=${sizeBytes}`, 'tmpfs', dir]);
  } catch {
    return undefined;
  }
  return {
    [Symbol.dispose]: () => {
      execFileSync('/usr/bin/umount', [dir]);
      rmdirSync(dir);
    },
  };
}

/** The methods that every open file shares: the only place where a disk error can be put in without a broken disk. */
async function fileMethods(path: string) {
  const handle = await open(path);
  await handle.close();
  return Object.getPrototypeOf(handle) as typeof handle;
}

test('a full file system is a write failure that names the target and the place', async ({ skip }) => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [{ kind: 'data', lengthBytes: mib(8) }]);
  const smallDir = join(dir.path, 'small');
  using small = trySmallFileSystem(smallDir, mib(2));
  if (small === undefined) return skip('mounting needs root');
  const targetPath = join(smallDir, 'target.img');
  await writeFile(targetPath, '');

  const outcome = await copyBlocks({ ...request, targetPath });
  expect(outcome).toMatchObject(err({ code: 'write-failed', path: targetPath }));
  if (outcome.ok || outcome.error.code !== 'write-failed') return;
  expect(outcome.error.detail).toContain('ENOSPC');
  expect(outcome.error.atByte).toBeLessThanOrEqual(mib(6));
});

test('a bad block of the source is a read failure at its place', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [{ kind: 'data', lengthBytes: mib(8) }]);
  const methods = await fileMethods(request.sourcePath);
  const read = Reflect.get(methods, 'read') as (...args: unknown[]) => unknown;
  vi.spyOn(methods, 'read').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const position = args[3] as number;
    return (position < mib(3) ? read.apply(this, args) : Promise.reject(new Error('EIO: i/o error, read'))) as never;
  });
  const failure = { code: 'read-failed', path: request.sourcePath, atByte: mib(3), detail: 'EIO: i/o error, read' };
  expect(await copyBlocks(request)).toEqual(err(failure));
});

test('a copy whose last flush fails has failed', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [{ kind: 'data', lengthBytes: mib(1) }]);
  const methods = await fileMethods(request.sourcePath);
  vi.spyOn(methods, 'datasync').mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'));
  const checkpoint = vi.fn();
  const failure = { code: 'write-failed', path: request.targetPath, atByte: 0, detail: 'EIO: i/o error, fdatasync' };
  expect(await copyBlocks({ ...request, checkpoint })).toEqual(err(failure));
  expect(checkpoint).not.toHaveBeenCalled();
});

test('a symbolic link to a regular file is not followed', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [{ kind: 'data', lengthBytes: 1 }]);
  const link = join(dir.path, 'link');
  await symlink(request.sourcePath, link);
  const failure = { code: 'read-failed', path: link, atByte: 0, detail: 'a symbolic link to a regular file' };
  expect(await copyBlocks({ ...request, sourcePath: link })).toEqual(err(failure));
});

test('a folder is no image', async () => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, [{ kind: 'data', lengthBytes: 1 }]);
  const outcome = await copyBlocks({ ...request, sourcePath: dir.path });
  expect(outcome).toMatchObject(err({ detail: 'neither a regular file nor a block device' }));
});
