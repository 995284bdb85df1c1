import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VmName } from '#shared/domain/ids.ts';
import { withNames, withVmName } from './conf-text.ts';
import { Core2Confs } from './core2-confs.ts';

const confs = new Core2Confs();
const name = { from: 'work' as VmName, to: 'job' as VmName };
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'qsm-confs-'));
});
afterEach(() => rm(dir, { recursive: true }));

const names = {
  folders: [{ from: '/var/lib/qubes/appvms/work', to: '/var/lib/qubes/appvms/job' }],
  volumes: [
    { from: 'work-private', to: 'job-private' },
    { from: 'work-root', to: 'job-root' },
  ],
};

describe('in a text', () => {
  test.each([
    [`'script:file:/var/lib/qubes/appvms/work/private.img,xvdb,w',`, 'appvms/job/private.img'],
    [`    'phy:/dev/qubes_dom0/work-private,xvdb,w',`, '/dev/qubes_dom0/job-private,'],
    [`'script:snapshot:/x/t/root.img:/var/lib/qubes/appvms/work/volatile.img,xvda,w'`, ':/var/lib/qubes/appvms/job/v'],
    [`disk = ["phy:/dev/vg-2/work-root,xvda,w"]`, '/dev/vg-2/job-root'],
  ])('%s', (text, expected) => expect(withNames(text, names)).toContain(expected));

  test.each([
    `'script:file:/var/lib/qubes/appvms/work2/private.img,xvdb,w',`,
    `'script:file:/mnt/var/lib/qubes/appvms/work/private.img,xvdb,w',`,
    `'phy:/dev/qubes_dom0/homework-private,xvdb,w',`,
    `'phy:/dev/qubes_dom0/work-private2,xvdb,w',`,
    `# work-private is the one`,
  ])('nothing else: %s', (text) => expect(withNames(text, names)).toBe(text));

  test('names that take each other’s place', () => {
    const swapped = {
      folders: [],
      volumes: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
      ],
    };
    expect(withNames(`'phy:/dev/v/a,' 'phy:/dev/v/b,'`, swapped)).toBe(`'phy:/dev/v/b,' 'phy:/dev/v/a,'`);
  });

  test('the domain’s name', () => {
    expect(withVmName(`name = "work"\nkernel = "/x"\n`, name)).toBe(`name = "job"\nkernel = "/x"\n`);
    expect(withVmName(`name='work'`, name)).toBe(`name='job'`);
    expect(withVmName(`name = "work2"\n# name = "work" #`, name)).toBe(`name = "work2"\n# name = "work" #`);
  });
});

test('every configuration in a folder is rewritten in place, and only those that need it', async () => {
  await writeFile(join(dir, 'dvm.conf'), `'phy:/dev/qubes_dom0/work-root,xvda,w'`);
  await chmod(join(dir, 'dvm.conf'), 0o640);
  await writeFile(join(dir, 'other.conf'), 'memory = 400\n');
  await writeFile(join(dir, 'notes.txt'), '/dev/qubes_dom0/work-root');
  const untouched = await stat(join(dir, 'other.conf'));
  for (let time = 0; time < 2; time += 1) expect((await confs.rewrite(dir, names)).ok).toBe(true);
  expect(await readFile(join(dir, 'dvm.conf'), 'utf8')).toBe(`'phy:/dev/qubes_dom0/job-root,xvda,w'`);
  expect((await stat(join(dir, 'dvm.conf'))).mode & 0o777).toBe(0o640);
  expect((await stat(join(dir, 'other.conf'))).ino).toBe(untouched.ino);
  expect(await readFile(join(dir, 'notes.txt'), 'utf8')).toContain('work-root');
  expect((await readdir(dir)).sort()).toEqual(['dvm.conf', 'notes.txt', 'other.conf']);
});

test('a VM’s own gets the new name, twice over', async () => {
  await writeFile(join(dir, 'work.conf'), 'name = "work"\n');
  for (let time = 0; time < 2; time += 1) expect((await confs.rename(dir, name)).ok).toBe(true);
  expect(await readdir(dir)).toEqual(['job.conf']);
  expect(await readFile(join(dir, 'job.conf'), 'utf8')).toBe('name = "job"\n');
});

test('what the core has written under the new name meanwhile stays', async () => {
  await writeFile(join(dir, 'work.conf'), 'name = "work"\n');
  await writeFile(join(dir, 'job.conf'), 'newer');
  expect((await confs.rename(dir, name)).ok).toBe(true);
  expect(await readdir(dir)).toEqual(['job.conf']);
  expect(await readFile(join(dir, 'job.conf'), 'utf8')).toBe('newer');
});

test('a folder that is not there has none', async () => {
  expect((await confs.rewrite(join(dir, 'gone'), names)).ok).toBe(true);
});
