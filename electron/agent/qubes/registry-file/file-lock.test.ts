import type * as fs from 'node:fs/promises';
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockFile } from './file-lock.ts';

const hooks = vi.hoisted(() => ({ afterOpen: async (): Promise<void> => Promise.resolve() }));

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof fs>();
  return {
    ...actual,
    open: async (path: string, flags: string) => {
      const handle = await actual.open(path, flags);
      await hooks.afterOpen();
      return handle;
    },
  };
});

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'file-lock-'));
  path = join(dir, 'file');
  await writeFile(path, 'old');
});
afterEach(async () => rm(dir, { recursive: true }));

test('a file that loses its place between opening and locking is not the one that is locked', async () => {
  let opened = 0;
  hooks.afterOpen = async () => {
    opened += 1;
    if (opened > 1) return;
    await writeFile(join(dir, 'new'), 'new');
    await rename(join(dir, 'new'), path);
  };
  const locked = await lockFile(path, 'exclusive', { timeoutMs: 5000 });
  if (!locked.ok) throw new Error(locked.error.code);
  expect(opened).toBe(2);
  expect((await locked.value.handle.stat()).ino).toBe((await stat(path)).ino);
  await locked.value.release();
});

test('a signal that has already been given is obeyed even where nobody is in the way', async () => {
  const locked = await lockFile(path, 'shared', { signal: AbortSignal.abort(), timeoutMs: 5000 });
  expect(locked).toEqual({ ok: false, error: { code: 'cancelled' } });
});
