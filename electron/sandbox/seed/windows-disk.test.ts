import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import { makeWindowsDisk } from './windows-disk.ts';

test('the HVM’s disk is partitioned, looks like NTFS, and is sparse', async ({ onTestFinished }) => {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-hvm-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'root.img');
  await makeWindowsDisk(path);
  const { size, blocks } = await stat(path);
  expect(size).toBe(gib(20));
  expect(blocks * 512).toBeLessThan(mib(64));
  const file = await open(path);
  onTestFinished(() => file.close());
  const read = async (offset: number, length: number): Promise<string> =>
    (await file.read(Buffer.alloc(length), 0, length, offset)).buffer.toString('latin1');
  expect(await read(510, 2)).toBe('\x55\xaa');
  expect(await read(2048 * 512 + 3, 8)).toBe('NTFS    ');
  expect(await read(206_848 * 512 + 3, 8)).toBe('NTFS    ');
});
