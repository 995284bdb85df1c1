import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitRoot, ensureCow } from './root-cow.ts';
import { writeUsedCow } from './testing/used-cow.ts';

let dir = '';
let root = '';
const cow = (): string => join(dir, 'root-cow.img');
const rootBytes = 1 << 20;

const inode = async (path: string): Promise<number> => (await stat(path)).ino;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-cow-'));
  root = join(dir, 'root.img');
  await writeFile(root, '', { mode: 0o640 });
  await truncate(root, rootBytes);
});
afterEach(() => rm(dir, { recursive: true }));

test('a missing COW is made empty, of the size and with the permissions of the root; one that is there stays', async () => {
  await ensureCow(root);
  const made = await stat(cow());
  expect([made.size, made.blocks, made.mode & 0o777]).toEqual([rootBytes, 0, 0o640]);
  await ensureCow(root);
  expect(await inode(cow())).toBe(made.ino);
});

test('a commit makes the used COW the way back, instead of the one before', async () => {
  await writeUsedCow(`${cow()}.old`, 'before');
  await writeUsedCow(cow(), 'last');
  const used = await inode(cow());
  await commitRoot(root);
  expect(await inode(`${cow()}.old`)).toBe(used);
  expect((await stat(cow())).blocks).toBe(0);
  expect((await readdir(dir)).sort()).toEqual(['root-cow.img', 'root-cow.img.old', 'root.img']);
});

test('where nothing was written there is nothing to commit, and the way back stays', async () => {
  await writeUsedCow(`${cow()}.old`, 'before');
  await ensureCow(root);
  const [old, current] = [await inode(`${cow()}.old`), await inode(cow())];
  await commitRoot(root);
  expect([await inode(`${cow()}.old`), await inode(cow())]).toEqual([old, current]);
});

test('a commit that the power cut off between its renames is finished, whatever is left of the new file', async () => {
  await writeUsedCow(`${cow()}.old`, 'last');
  await writeFile(`${cow()}.new`, 'half');
  const old = await inode(`${cow()}.old`);
  await commitRoot(root);
  expect(await inode(`${cow()}.old`)).toBe(old);
  const made = await stat(cow());
  expect([made.size, made.blocks]).toEqual([rootBytes, 0]);
  expect(await readdir(dir)).not.toContain('root-cow.img.new');
});

test('a COW that overflowed takes the way back with it: there is none from here', async () => {
  await writeUsedCow(`${cow()}.old`, 'before');
  await writeFile(cow(), Buffer.from('SnAp\0\0\0\0\x01\0\0\0\0\x01\0\0', 'latin1'));
  const overflown = await inode(cow());
  await commitRoot(root);
  expect(await inode(`${cow()}.old`)).toBe(overflown);
});
