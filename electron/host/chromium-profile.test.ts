import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeProfile } from './chromium-profile.ts';

let cacheDir: string;
let fixedDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'chromium-profile-'));
  fixedDir = join(cacheDir, 'ours', 'chromium');
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

const folders = (): Promise<readonly string[]> => readdir(join(cacheDir, 'ours'));

test('the fixed profile serves one start after the other and stays', async () => {
  const first = await takeProfile(fixedDir);
  expect(first.dir).toBe(fixedDir);
  await first.release();
  const second = await takeProfile(fixedDir);
  expect(second.dir).toBe(fixedDir);
  await second.release();
  expect(await folders()).toEqual(['chromium']);
});

test('a second window has a profile of its own, which goes with it', async () => {
  const first = await takeProfile(fixedDir);
  const second = await takeProfile(fixedDir);
  const third = await takeProfile(fixedDir);
  expect(new Set([first.dir, second.dir, third.dir]).size).toBe(3);
  await writeFile(join(second.dir, 'Local State'), '{}');
  await second.release();
  await third.release();
  expect(await folders()).toEqual(['chromium']);
  await first.release();
});

test('what a killed window left behind is removed at the next start, what is in use is not', async () => {
  await mkdir(`${fixedDir}-killed`, { recursive: true });
  await writeFile(join(`${fixedDir}-killed`, 'in-use.lock'), '');
  const first = await takeProfile(fixedDir);
  const second = await takeProfile(fixedDir);
  expect(await folders()).not.toContain('chromium-killed');
  expect(await folders()).toHaveLength(2);
  await second.release();
  await first.release();
});
