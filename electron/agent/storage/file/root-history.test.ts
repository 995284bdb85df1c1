import { mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rootHistory } from './root-history.ts';
import { writeUsedCow } from './testing/used-cow.ts';

let dir = '';
const path = (name: string): string => join(dir, name);
const history = async () => rootHistory(path('root.img'), await stat(path('root.img'), { bigint: true }));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-history-'));
  await writeFile(path('root.img'), 'root');
});
afterEach(() => rm(dir, { recursive: true }));

test('a root without COWs has no history', async () => {
  expect(await history()).toMatchObject({ isDirty: false, revisions: [] });
});

test('what is not committed keeps the state that the children see', async () => {
  await writeUsedCow(path('root-cow.img'), 'now');
  await writeUsedCow(path('root-cow.img.old'), 'before');
  expect(await history()).toMatchObject({
    isDirty: true,
    revisions: [{ id: 'old', path: path('root-cow.img'), isCommitted: true, exclusiveBytes: 393_216, sizeBytes: 4 }],
    nextRevision: null,
  });
});

test('a commit is one way back', async () => {
  await writeUsedCow(path('root-cow.img'), 'now');
  await rename(path('root-cow.img'), path('root-cow.img.old'));
  expect(await history()).toMatchObject({
    isDirty: false,
    revisions: [{ id: 'old', path: path('root-cow.img.old'), isCommitted: false }],
  });
});

test('there is none when somebody has written to the root since: its old blocks belong to another state', async () => {
  await writeUsedCow(path('root-cow.img.old'), 'before');
  const later = Date.now() / 1000 + 60;
  await utimes(path('root.img'), later, later);
  expect(await history()).toMatchObject({ isDirty: false, revisions: [] });
});

test('an old COW that is empty, or overflowed, is no way back', async () => {
  await writeFile(path('root-cow.img.old'), '');
  expect((await history()).revisions).toEqual([]);
  await writeFile(path('root-cow.img.old'), Buffer.from('SnAp\0\0\0\0\x01\0\0\0\0\x01\0\0', 'latin1'));
  expect((await history()).revisions).toEqual([]);
});
