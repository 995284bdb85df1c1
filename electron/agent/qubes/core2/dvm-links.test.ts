import { mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveDvmLinks } from './dvm-links.ts';

let qubesDir: string;
beforeEach(async () => {
  qubesDir = await mkdtemp(join(tmpdir(), 'qsm-dvm-'));
});
afterEach(() => rm(qubesDir, { recursive: true }));

test('links into the folder lead to its new place, others stay', async () => {
  const links = join(qubesDir, 'dvmdata');
  await mkdir(links);
  await writeFile(join(links, 'dont-use-shm'), '');
  await symlink('/q/vm-templates/fc20/root.img', join(links, 'savefile-root'));
  await symlink('/q/appvms/fc20-dvm/dvm-savefile', join(links, 'default-savefile'));
  for (let time = 0; time < 2; time += 1) {
    expect((await moveDvmLinks(qubesDir, '/q/vm-templates/fc20', '/q/vm-templates/f20')).ok).toBe(true);
  }
  expect(await readlink(join(links, 'savefile-root'))).toBe('/q/vm-templates/f20/root.img');
  expect(await readlink(join(links, 'default-savefile'))).toBe('/q/appvms/fc20-dvm/dvm-savefile');
  expect(await readdir(links)).toHaveLength(3);
});

test('a system without DisposableVMs has none', async () => {
  expect((await moveDvmLinks(qubesDir, '/q/a', '/q/b')).ok).toBe(true);
});
