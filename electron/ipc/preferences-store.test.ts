import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultPreferences, type Preferences } from '#shared/domain/preferences.ts';
import { openPreferences } from './preferences-store.ts';

let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'preferences-'));
  path = join(dir, 'config', 'preferences.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const dark: Preferences = { ...defaultPreferences, theme: 'dark' };

test('what is set is there at the next start, for its owner alone, with nothing beside it', async () => {
  const store = await openPreferences(path);
  expect(store.current()).toEqual(defaultPreferences);
  expect(await store.set(dark)).toMatchObject({ ok: true });
  expect(store.current()).toEqual(dark);
  expect((await openPreferences(path)).current()).toEqual(dark);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(dir, 'config'))).toEqual(['preferences.json']);
});

test('of many set at once the last one stays', async () => {
  const store = await openPreferences(path);
  const themes = ['light', 'system', 'light', 'dark'] as const;
  await Promise.all(themes.map((theme) => store.set({ ...defaultPreferences, theme })));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(dark);
});

test.each([
  ['half a file', '{"theme":"da', defaultPreferences],
  ['another shape', '[1,2]', defaultPreferences],
  ['one part damaged', JSON.stringify({ ...dark, sort: 7 }), dark],
  ['an older file with less in it', '{"theme":"dark"}', dark],
])('%s still opens', async (_what, text, expected) => {
  const damaged = join(dir, 'preferences.json');
  await writeFile(damaged, text);
  expect((await openPreferences(damaged)).current()).toEqual(expected);
});

test('a place that cannot be written is told, and what was set counts for this run', async () => {
  await writeFile(join(dir, 'config'), 'a file where the folder should be');
  await chmod(join(dir, 'config'), 0o400);
  const store = await openPreferences(path);
  expect(await store.set(dark)).toMatchObject({ ok: false, error: { code: 'file-failed', path } });
  expect(store.current()).toEqual(dark);
});
