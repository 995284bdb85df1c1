import { mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import { AutostartLinks } from './autostart-links.ts';

const work = 'work' as VmName;
let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-links-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('a link is made to the template of units, and removed; both twice over', async () => {
  const links = new AutostartLinks(dir);
  for (const isOn of [true, true]) expect(await links.set(work, isOn)).toMatchObject({ ok: true });
  expect(await readlink(join(dir, 'qubes-vm@work.service'))).toBe('/usr/lib/systemd/system/qubes-vm@.service');
  expect(await links.list()).toEqual({ ok: true, value: new Set(['work']) });
  for (const isOn of [false, false]) expect(await links.set(work, isOn)).toMatchObject({ ok: true });
  expect(await readdir(dir)).toEqual([]);
});

test('a link of the same name to another place, as `systemctl enable` makes it, counts and goes too', async () => {
  await symlink('/lib/systemd/system/qubes-vm@.service', join(dir, 'qubes-vm@work.service'));
  const links = new AutostartLinks(dir);
  expect(await links.list()).toMatchObject({ value: new Set(['work']) });
  await links.set(work, false);
  expect(await readdir(dir)).toEqual([]);
});

test('a unit that somebody wrote is left alone, and so are other units', async () => {
  await writeFile(join(dir, 'qubes-vm@work.service'), '[Unit]\n');
  await writeFile(join(dir, 'crond.service'), '');
  const links = new AutostartLinks(dir);
  expect(await links.set(work, false)).toMatchObject({ ok: false, error: { code: 'file-failed' } });
  expect(await readdir(dir)).toHaveLength(2);
  expect(await links.list()).toMatchObject({ value: new Set(['work']) });
});

describe('a VM’s link', () => {
  const job = 'job' as VmName;
  const [unitOfWork, unitOfJob] = ['qubes-vm@work.service', 'qubes-vm@job.service'];

  test('goes with the VM to its new name, and away with it; both twice over', async () => {
    const links = new AutostartLinks(dir);
    await links.set(work, true);
    for (let time = 0; time < 2; time += 1) expect((await links.hand(work, job)).ok).toBe(true);
    expect(await readdir(dir)).toEqual([unitOfJob]);
    for (let time = 0; time < 2; time += 1) expect((await links.hand(job, null)).ok).toBe(true);
    expect(await readdir(dir)).toEqual([]);
  });

  test('that was never there is not made', async () => {
    expect((await new AutostartLinks(dir).hand(work, job)).ok).toBe(true);
    expect(await readdir(dir)).toEqual([]);
  });

  test('takes no place of a unit that somebody wrote, and is not taken for one', async () => {
    const links = new AutostartLinks(dir);
    await links.set(work, true);
    await writeFile(join(dir, unitOfJob), '[Unit]\n');
    expect((await links.hand(work, job)).ok).toBe(true);
    expect((await links.hand(job, null)).ok).toBe(true);
    expect(await readdir(dir)).toEqual([unitOfJob]);
    await writeFile(join(dir, unitOfWork), '[Unit]\n');
    expect((await links.hand(work, null)).ok).toBe(true);
    expect(await readdir(dir)).toHaveLength(2);
  });
});

test('a name that leads out of the folder makes no link', async () => {
  expect(await new AutostartLinks(dir).set('../x' as VmName, true)).toMatchObject({ error: { code: 'file-failed' } });
  expect(await readdir(dir)).toEqual([]);
});

test('without the folder nothing starts at boot, and nothing can be made to', async () => {
  const links = new AutostartLinks(join(dir, 'none'));
  expect(await links.list()).toEqual({ ok: true, value: new Set() });
  expect(await links.set(work, true)).toMatchObject({ error: { code: 'file-failed' } });
});
