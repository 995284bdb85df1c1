import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gib, kib, mib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import { fitVolatile, partitionTable, volatileBytes } from './volatile-image.ts';

const runner = createCommandRunner(() => undefined);

async function aTemplateDir() {
  const dir = await mkdtemp(join(tmpdir(), 'qsm-volatile-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const paths = {
    root: join(dir, 'root.img'),
    image: join(dir, 'volatile.img'),
    archive: join(dir, 'clean-volatile.img.tar'),
  };
  await writeFile(paths.root, '', { mode: 0o660 });
  await truncate(paths.root, mib(64));
  return { dir, paths };
}

test('the partitions are those of core-2: 1 GiB of swap, and as much as the root', async () => {
  const { dir } = await aTemplateDir();
  const disk = join(dir, 'disk');
  await writeFile(disk, partitionTable(gib(10)));
  await truncate(disk, volatileBytes(gib(10)));
  const dump = execFileSync('/usr/sbin/sfdisk', ['--dump', disk], { encoding: 'utf8' });
  expect(dump).toMatch(/start= +2048, size= +2097152, type=82/);
  expect(dump).toMatch(/start= +2099200, size= +20971520, type=83/);
});

test('what is missing is made, takes no space, and unpacks to what is there', async () => {
  const { dir, paths } = await aTemplateDir();
  expect(await fitVolatile(runner, paths.root, mib(64))).toEqual(ok(undefined));
  const { size, blocks, mode } = await stat(paths.image);
  expect([size, mode & 0o777]).toEqual([mib(64 + 1024 + 512), (await stat(paths.root)).mode & 0o777]);
  expect(blocks * 512).toBeLessThan(kib(64));
  expect((await stat(paths.archive)).size).toBeLessThan(kib(64));
  await rm(paths.image);
  execFileSync('/usr/bin/tar', ['--extract', '--sparse', `--file=${paths.archive}`, `--directory=${dir}`]);
  expect((await stat(paths.image)).size).toBe(size);
  expect(execFileSync('/usr/bin/head', ['--bytes=512', paths.image])).toEqual(partitionTable(mib(64)));
});

test('what fits stays as it is; for a larger root both are made anew', async () => {
  const { paths } = await aTemplateDir();
  await fitVolatile(runner, paths.root, mib(64));
  const before = await stat(paths.archive);
  await fitVolatile(runner, paths.root, mib(64));
  expect((await stat(paths.archive)).ino).toBe(before.ino);
  await fitVolatile(runner, paths.root, mib(128));
  expect((await stat(paths.image)).size).toBe(volatileBytes(mib(128)));
  expect((await stat(paths.archive)).mtimeMs).toBeGreaterThan(before.mtimeMs);
});
