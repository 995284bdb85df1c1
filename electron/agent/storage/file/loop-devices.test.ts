import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loopBackingFiles, loopDevicesOn } from './loop-devices.ts';

let sys = '';
beforeEach(async () => {
  sys = await mkdtemp(join(tmpdir(), 'qsm-sys-'));
});
afterEach(() => rm(sys, { recursive: true }));

/** As the kernel shows it under /sys/block. */
async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(sys, path)), { recursive: true });
  await writeFile(join(sys, path), `${content}\n`);
}

test('a loop device is known by its file, and tells which device-mapper devices are on it', async () => {
  await put('loop0/loop/backing_file', '/a/root.img');
  await put('loop0/ro', '0');
  await mkdir(join(sys, 'loop0/holders/dm-3'), { recursive: true });
  await mkdir(join(sys, 'loop0/holders/md0'), { recursive: true });
  await put('dm-3/dm/name', 'snapshot-6200:102-6200:131');
  await put('loop1/loop/backing_file', '/a/root.img');
  await put('loop1/ro', '1');
  await mkdir(join(sys, 'loop1/holders'));
  await mkdir(join(sys, 'loop2/holders'), { recursive: true });
  expect([...(await loopBackingFiles(sys))]).toEqual(['/a/root.img']);
  expect(await loopDevicesOn('/a/root.img', sys)).toEqual([
    { isReadOnly: false, holders: ['snapshot-6200:102-6200:131', 'md0'] },
    { isReadOnly: true, holders: [] },
  ]);
  expect(await loopDevicesOn('/a/private.img', sys)).toEqual([]);
});
