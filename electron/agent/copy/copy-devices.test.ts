import { execFileSync } from 'node:child_process';
import { readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kib, mib } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import { copyBlocks } from './copy-blocks.ts';
import { aCopy, imageDir, storedBytes } from './testing/copy-harness.ts';
import type { Stretch } from './testing/sparse-image.ts';
import { verifyBlocks } from './verify-blocks.ts';

const run = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8' }).trim();

/** A block device over the file; undefined where the machine refuses one (not root, no loop driver). */
function tryLoopDevice(filePath: string): (Disposable & { readonly path: string }) | undefined {
  try {
    const path = run('/usr/sbin/losetup', '--find', '--show', filePath);
    return { path, [Symbol.dispose]: () => void run('/usr/sbin/losetup', '--detach', path) };
  } catch {
    return undefined;
  }
}

const stretches: readonly Stretch[] = [
  { kind: 'data', lengthBytes: mib(2) + 512 },
  { kind: 'hole', lengthBytes: mib(3) },
  { kind: 'zeros', lengthBytes: mib(2) },
  { kind: 'data', lengthBytes: 70_001 },
];

test('an image with an odd tail fits a larger device and back, thin both ways', async ({ skip }) => {
  await using dir = await imageDir();
  const { content, request } = await aCopy(dir.path, stretches);
  await truncate(request.targetPath, mib(12) + 512);
  using device = tryLoopDevice(request.targetPath);
  if (device === undefined) return skip('loop devices need root');
  const link = join(dir.path, 'lv');
  await symlink(device.path, link);

  const toDevice = { ...request, targetPath: link };
  expect((await copyBlocks(toDevice)).ok).toBe(true);
  expect(await verifyBlocks(toDevice)).toEqual(ok(undefined));
  const stored = await readFile(request.targetPath);
  expect(stored.subarray(0, content.length).equals(content)).toBe(true);
  expect(await storedBytes(request.targetPath)).toBeLessThanOrEqual(mib(2) + 3 * kib(64));

  const backPath = join(dir.path, 'back.img');
  await writeFile(backPath, '');
  const back = { ...request, sourcePath: link, targetPath: backPath, granuleBytes: kib(4) };
  expect((await copyBlocks(back)).ok).toBe(true);
  expect(await verifyBlocks(back)).toEqual(ok(undefined));
  expect((await readFile(backPath)).equals(content)).toBe(true);
});

test('stale bytes on a device, under a hole or after the image, fail the verification', async ({ skip }) => {
  await using dir = await imageDir();
  const { content, request } = await aCopy(dir.path, stretches);
  const stale = Buffer.alloc(mib(12));
  stale[mib(4) + 5] = 1;
  stale[mib(11)] = 1;
  await writeFile(request.targetPath, stale);
  using device = tryLoopDevice(request.targetPath);
  if (device === undefined) return skip('loop devices need root');

  const toDevice = { ...request, targetPath: device.path };
  expect((await copyBlocks(toDevice)).ok).toBe(true);
  expect(await verifyBlocks(toDevice)).toMatchObject(err({ code: 'verify-mismatch', atByte: mib(4) + 5 }));
  await writeFile(device.path, stale.fill(0));
  expect((await copyBlocks(toDevice)).ok).toBe(true);
  expect(await verifyBlocks(toDevice)).toEqual(ok(undefined));
  expect((await readFile(device.path)).subarray(0, content.length).equals(content)).toBe(true);
});

test('a device that is too small, or reached by two names, is refused before a byte is written', async ({ skip }) => {
  await using dir = await imageDir();
  const { request } = await aCopy(dir.path, stretches);
  await truncate(request.targetPath, mib(1));
  using device = tryLoopDevice(request.targetPath);
  if (device === undefined) return skip('loop devices need root');
  const link = join(dir.path, 'same');
  await symlink(device.path, link);

  const tooSmall = err({ code: 'write-failed', path: device.path, atByte: mib(1), detail: 'the device ends here' });
  expect(await copyBlocks({ ...request, targetPath: device.path })).toEqual(tooSmall);
  const onItself = { ...request, sourcePath: device.path, targetPath: link, sizeBytes: mib(1) };
  expect(await copyBlocks(onItself)).toMatchObject(err({ code: 'write-failed', path: link, atByte: 0 }));
  expect(await storedBytes(request.targetPath)).toBe(0);
});
