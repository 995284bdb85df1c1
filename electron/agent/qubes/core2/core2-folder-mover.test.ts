import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobId } from '#shared/domain/ids.ts';
import { Core2FolderMover } from './core2-folder-mover.ts';

const job = 'job1' as JobId;
let mover: Core2FolderMover;
let parent: string;
let work: string;
let other: string;

beforeEach(async () => {
  parent = join(await mkdtemp(join(tmpdir(), 'qsm-mover-')), 'appvms');
  mover = new Core2FolderMover(join(parent, '..'));
  work = join(parent, 'work');
  other = join(parent, 'other');
  await mkdir(join(work, 'kernels'), { recursive: true });
  await writeFile(join(work, 'private.img'), 'data');
  await writeFile(join(work, 'kernels/vmlinuz'), 'kernel');
});
afterEach(() => rm(join(parent, '..'), { recursive: true }));

describe('renaming', () => {
  test('takes everything along, and can be taken back; all twice over', async () => {
    for (let time = 0; time < 2; time += 1) expect((await mover.move(work, other, job)).ok).toBe(true);
    expect(await readdir(parent)).toEqual(['other']);
    expect(await mover.isClaimed(other, job)).toBe(true);
    for (let time = 0; time < 2; time += 1) expect((await mover.moveBack(work, other, job)).ok).toBe(true);
    expect(await readdir(parent)).toEqual(['work']);
    expect((await readdir(work)).sort()).toEqual(['kernels', 'private.img']);
  });

  test('never takes a place that is taken, and never takes back what somebody else has there', async () => {
    await mkdir(other);
    expect(await mover.move(work, other, job)).toMatchObject({ error: { code: 'name-taken', name: 'other' } });
    expect((await mover.moveBack(work, other, job)).ok).toBe(true);
    expect(await readdir(other)).toEqual([]);
    expect(await readdir(work)).toContain('private.img');
  });

  test('cut off between the mark and the move, it leaves no mark behind', async () => {
    await mover.claim(work, job);
    expect((await mover.moveBack(work, other, job)).ok).toBe(true);
    expect((await readdir(work)).sort()).toEqual(['kernels', 'private.img']);
  });
});

describe('removing', () => {
  test('takes all of a folder that the job has claimed, twice over', async () => {
    await mover.claim(work, job);
    for (let time = 0; time < 2; time += 1) expect((await mover.removeClaimed(work, job)).ok).toBe(true);
    expect(await readdir(parent)).toEqual([]);
  });

  test('leaves a folder that nobody claimed, and one that another VM has had since', async () => {
    expect((await mover.removeClaimed(work, job)).ok).toBe(true);
    expect(await readdir(work)).toContain('private.img');
    await mover.claim(work, job);
    await mover.removeClaimed(work, job);
    await mkdir(work);
    expect((await mover.removeClaimed(work, job)).ok).toBe(true);
    expect(await readdir(parent)).toEqual(['work']);
  });

  test('finishes what a crash cut off, beside a new folder of that name', async () => {
    await mkdir(join(parent, 'work.job-job1/half'), { recursive: true });
    expect((await mover.removeClaimed(work, job)).ok).toBe(true);
    expect(await readdir(parent)).toEqual(['work']);
  });

  test('never follows a link out of the folder', async () => {
    await mkdir(other);
    await writeFile(join(other, 'precious'), '');
    await symlink(other, join(work, 'link'));
    await mover.claim(work, job);
    await mover.removeClaimed(work, job);
    expect(await readdir(other)).toEqual(['precious']);
  });
});

test('what is there is told', async () => {
  await mkdir(join(work, 'apps'));
  expect(await mover.look(work)).toEqual({ ok: true, value: { kind: 'folder', isInPlace: true, hasMenus: true } });
  expect(await mover.look(join(work, 'apps'))).toMatchObject({ value: { isInPlace: false } });
  expect(await mover.look(join(parent, 'none'))).toEqual({ ok: true, value: { kind: 'missing' } });
  await symlink(work, other);
  expect(await mover.look(other)).toEqual({ ok: true, value: { kind: 'other' } });
});
