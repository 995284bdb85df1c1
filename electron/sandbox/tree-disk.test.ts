import { mkdir, mkdtemp, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import { runProgram } from './child-processes.ts';
import { allocatedBytes, fillDiskFromTree, measureTree } from './tree-disk.ts';

async function aFolder({ onTestFinished }: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-tree-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

/** A tree with an image of 2 GiB: 1 MiB of data, 8 MiB of written zeros, and nothing else. */
async function aTree(context: TestContext): Promise<string> {
  const dir = await aFolder(context);
  await mkdir(join(dir, 'appvms'));
  await writeFile(join(dir, 'qubes.xml'), '<QubesVmCollection/>');
  await symlink('/usr/share/icons/x.png', join(dir, 'appvms/icon.png'));
  const image = await open(join(dir, 'appvms/private.img'), 'w');
  await image.write(Buffer.alloc(mib(1), 'data'), 0, mib(1), mib(100));
  await image.write(Buffer.alloc(mib(8)), 0, mib(8), mib(200));
  await image.truncate(gib(2));
  await image.close();
  return dir;
}

test('holes do not count towards the size of a tree', async (context) => {
  const measured = await measureTree(await aTree(context));
  expect(measured.ok && measured.value).toBeGreaterThan(mib(9));
  expect(measured.ok && measured.value).toBeLessThan(mib(10));
});

test('a folder without a registry is no tree', async (context) => {
  const dir = await aFolder(context);
  expect(await measureTree(dir)).toEqual({
    ok: false,
    error: { code: 'sandbox-source-invalid', dir, detail: 'it holds no qubes.xml' },
  });
});

test('the disk holds the tree, with holes where the source has holes or zeros', async (context) => {
  const treeDir = await aTree(context);
  const diskPath = join(await aFolder(context), 'dom0.img');
  await writeFile(diskPath, '');
  await truncate(diskPath, gib(4));
  const fractions: number[] = [];
  const filled = await fillDiskFromTree(treeDir, diskPath, {
    totalBytes: await allocatedBytes(treeDir),
    onFraction: (doneFraction) => fractions.push(doneFraction),
  });
  expect(filled.ok).toBe(true);
  expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  const image = await runProgram('/usr/sbin/debugfs', ['-R', 'stat /appvms/private.img', diskPath]);
  expect(image.stdout).toContain(`Size: ${gib(2)}`);
  // In units of 512 bytes: the data, and a block or two to find it by.
  expect(Number(/Blockcount: (\d+)/.exec(image.stdout)?.[1]) * 512).toBeLessThan(mib(1) + 64 * 1024);
  const link = await runProgram('/usr/sbin/debugfs', ['-R', 'stat /appvms/icon.png', diskPath]);
  expect(link.stdout).toContain('/usr/share/icons/x.png');
});

test('filling a disk ends when it is cancelled', async (context) => {
  const treeDir = await aTree(context);
  const diskPath = join(await aFolder(context), 'dom0.img');
  await writeFile(diskPath, '');
  await truncate(diskPath, gib(4));
  const filled = await fillDiskFromTree(treeDir, diskPath, {
    totalBytes: 1,
    onFraction: () => undefined,
    signal: AbortSignal.abort(),
  });
  expect(filled).toEqual({ ok: false, error: { code: 'cancelled' } });
});
