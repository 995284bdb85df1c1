import { mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kib, mib } from '#shared/base/bytes.ts';
import type { VmClass } from '#shared/domain/vm.ts';
import { writeSparseFile } from '../../../core2/sparse-file.ts';
import { volatileBytes } from '../../../core2/volatile-image.ts';
import { createCommandRunner } from '../../exec/command-runner.ts';
import type { RegisteredVm } from '../vm-registry.ts';
import { packImage, volatileTar } from './tar-commands.ts';
import { resetVolatile } from './volatile.ts';

const runner = createCommandRunner(() => undefined);

async function someFolders() {
  const parent = await mkdtemp(join(tmpdir(), 'qsm-reset-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const dirs = { vm: join(parent, 'vm'), template: join(parent, 'template') };
  for (const dir of Object.values(dirs)) await mkdir(dir);
  const reset = (vmClass: VmClass) =>
    resetVolatile(
      {
        vm: { class: vmClass, dirPath: dirs.vm } as RegisteredVm,
        templateDir: vmClass === 'StandaloneVM' ? dirs.vm : dirs.template,
        rootBytes: mib(64),
      },
      runner,
    );
  return { ...dirs, image: join(dirs.vm, 'volatile.img'), reset };
}

test('a VM starts with what its template hands out, whatever its last guest left', async () => {
  const { image, template, reset } = await someFolders();
  await writeSparseFile(join(template, 'volatile.img'), kib(8), [[0, Buffer.from('as handed out')]]);
  await runner.run(packImage(template, volatileTar, 'volatile.img'));
  await writeFile(image, 'secret');
  expect(await reset('AppVM')).toMatchObject({ ok: true });
  expect((await readFile(image, 'utf8')).replace(/\0+$/, '')).toBe('as handed out');
  expect((await stat(image)).mode & 0o777).toBe(0o660);
});

test('of a template that hands out none it gets one that fits the root', async () => {
  const { image, reset } = await someFolders();
  expect(await reset('AppVM')).toMatchObject({ ok: true });
  expect((await stat(image)).size).toBe(volatileBytes(mib(64)));
});

test('a standalone keeps its own, and gets one where it has none', async () => {
  const { image, reset } = await someFolders();
  await reset('StandaloneVM');
  await truncate(image, 5);
  await reset('StandaloneVM');
  expect((await stat(image)).size).toBe(5);
});
