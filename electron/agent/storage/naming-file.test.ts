import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NamingFile } from './naming-file.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-naming-'));
  path = join(dir, 'volume-names');
});
afterEach(() => rm(dir, { recursive: true }));

test('names are the original’s until somebody chooses, and then as chosen, by the next agent too', async () => {
  const naming = await NamingFile.read(path);
  expect(naming.scheme).toBe('NAME-VOLUME');
  await naming.choose('vm-NAME-VOLUME');
  expect(naming.scheme).toBe('vm-NAME-VOLUME');
  expect((await NamingFile.read(path)).scheme).toBe('vm-NAME-VOLUME');
  expect(await readdir(dir)).toEqual(['volume-names']);
});

test('what is no scheme counts as none chosen', async () => {
  await writeFile(path, 'vm-NAME');
  expect((await NamingFile.read(path)).scheme).toBe('NAME-VOLUME');
});
