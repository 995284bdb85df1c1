import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kib, mib } from '#shared/base/bytes.ts';
import { ok } from '#shared/base/result.ts';
import { volatileBytes, volatilePieces } from '../../../core2/volatile-image.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import { fitVolatile } from './volatile-image.ts';

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
  const [, table] = volatilePieces(mib(64))[0] ?? [];
  expect(execFileSync('/usr/bin/head', ['--bytes=512', paths.image])).toEqual(table);
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
