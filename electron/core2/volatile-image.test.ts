import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import { volatileBytes, volatilePieces } from './volatile-image.ts';

test('sfdisk finds the two partitions, and blkid the swap in the first', async ({ onTestFinished }) => {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-volatile-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'volatile.img');
  const file = await open(path, 'w');
  await file.truncate(volatileBytes(gib(10)));
  for (const [offset, content] of volatilePieces(gib(10))) await file.write(content, 0, content.length, offset);
  await file.close();

  const { stdout } = await promisify(execFile)('/usr/sbin/sfdisk', ['--dump', path]);
  const partitions = [...stdout.matchAll(/start=\s*(\d+), size=\s*(\d+), type=(\w+)/g)].map((found) => found.slice(1));
  expect(partitions).toEqual([
    ['2048', String(gib(1) / 512), '82'],
    [String(2048 + gib(1) / 512), String(gib(10) / 512), '83'],
  ]);
  const probed = await promisify(execFile)('/usr/sbin/blkid', ['--probe', `--offset=${mib(1)}`, path]);
  expect(probed.stdout).toContain('TYPE="swap"');
});

test('a root that is larger than a partition can be gets the largest there is', () => {
  const [table] = volatilePieces(gib(4096)).map(([, content]) => content);
  expect(table?.readUInt32LE(446 + 16 + 12)).toBe(0xffff_ffff);
});
