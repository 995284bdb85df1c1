import { mkdir, mkdtemp, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RootImageFiles } from './root-image-files.ts';

let dir: string;
let images: RootImageFiles;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-root-'));
  await mkdir(join(dir, 'qubes'));
  await writeFile(join(dir, 'qubes/root.img'), 'x');
  await writeFile(join(dir, 'root.img'), 'system');
  images = new RootImageFiles(join(dir, 'qubes'));
});
afterEach(() => rm(dir, { recursive: true }));

test('an ordinary file is one, by whatever link it is named', async () => {
  await truncate(join(dir, 'root.img'), 1 << 20);
  await symlink(join(dir, 'root.img'), join(dir, 'link'));
  expect(await images.look(join(dir, 'link'))).toMatchObject({
    ok: true,
    value: { path: join(dir, 'root.img'), sizeBytes: 1 << 20, dataBytes: 4096 },
  });
});

test.each([
  ['nothing.img', 'missing'],
  ['', 'no-file'],
  ['qubes/root.img', 'of-qubes'],
  ['to-qubes', 'of-qubes'],
  ['empty', 'empty'],
])('%s is not: %s', async (name, reason) => {
  await writeFile(join(dir, 'empty'), '');
  await symlink('qubes/root.img', join(dir, 'to-qubes'));
  expect(await images.look(join(dir, name))).toMatchObject({ error: { code: 'root-image-unusable', reason } });
});

test('it is removed only while it is what it was', async () => {
  const path = join(dir, 'root.img');
  const found = await images.look(path);
  const identity = found.ok ? found.value.identity : '';
  await writeFile(path, 'another system');
  expect((await images.remove(path, identity)).ok).toBe(false);
  expect((await stat(path)).size).toBe(14);
  const now = await images.look(path);
  for (let time = 0; time < 2; time += 1) {
    expect((await images.remove(path, now.ok ? now.value.identity : '')).ok).toBe(true);
  }
});
