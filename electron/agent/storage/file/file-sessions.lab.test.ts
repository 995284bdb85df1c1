import { afterAll, expect, test } from 'vitest';
import { aLabBox } from '../../../lab/lab-box.ts';
import { labRootMib } from '../../../lab/lab-images.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const template = 'fedora-20-x64';
const dir = `/var/lib/qubes/vm-templates/${template}`;
const guestRoot = `/run/qubes-storage/guests/${template}/xvda`;

const run = async (act: 'start' | 'stop', ...vms: readonly string[]): Promise<void> => {
  for (const vm of vms) {
    const { status, stderr } = await box.cli(act, vm);
    if (status !== 0) throw new Error(`${act} ${vm} ended with ${status}:\n${stderr}`);
  }
};

/** The device-mapper devices of file templates, with how many have each open. */
const devices = async (): Promise<readonly string[]> => {
  const text = await box.sh(`dmsetup info --columns --noheadings --separator=' ' --options=name,open`);
  return text.split('\n').filter((line) => /^(snapshot|origin)-/.test(line));
};

/** As core-2's script names them, by shell and stat alone. */
const names = async (): Promise<{ readonly version: string; readonly origin: string }> => {
  const [root, cow] = (await box.sh(`cd ${dir} && stat --format=%D:%i root.img root-cow.img`)).trim().split('\n');
  return { version: `snapshot-${root}-${cow}`, origin: `origin-${root}` };
};

const loops = (): Promise<string> => box.sh(`losetup --noheadings --output=BACK-FILE | grep ${template} || true`);

const inode = (file: string): Promise<string> => box.sh(`stat --format=%i ${dir}/${file}`);

/** A file of the root as somebody sees it who has this device. */
const seen = (device: string, file: string): Promise<string> =>
  box.sh(`
    mount -o ro,noload /dev/mapper/${device} /mnt
    cat /mnt/${file} 2> /dev/null || echo none
    umount /mnt
  `);

const writeAsTemplate = (text: string): Promise<string> => box.sh(`echo ${text} > ${guestRoot}/known; sync`);

/** What the inventory says of the roots that these two run on. */
const rootStates = async (): Promise<readonly unknown[]> => {
  const vms = await box.vms();
  return ['work', 'untrusted'].map((vm) => vms.find(({ name }) => name === vm)?.rootState);
};

const cutPower = async (): Promise<void> => {
  const cut = await box.powerSwitch();
  cut();
  await box.start();
};

test('children of one version share its device, and what the template writes goes by them', async () => {
  await run('start', template);
  await writeAsTemplate('first');
  await run('stop', template);
  expect(await devices()).toEqual([]);

  const first = await names();
  await run('start', 'work', 'untrusted');
  expect(await devices()).toEqual([`${first.version} 2`]);
  expect(await seen(first.version, 'known')).toBe('first\n');
  expect(await rootStates()).toEqual(['current', 'current']);
  await run('start', template);
  expect(await rootStates()).toEqual(['template-running', 'template-running']);
  await writeAsTemplate('second');
  expect(await devices()).toEqual([`${first.origin} 2`, `${first.version} 2`]);
  expect(await seen(first.version, 'known')).toBe('first\n');

  // The one that starts while the template runs gets what was committed before.
  await run('stop', 'untrusted');
  await run('start', 'untrusted');
  expect(await devices()).toEqual([`${first.origin} 2`, `${first.version} 2`]);
});

test('when the template stops, what it wrote is committed for those that start afterwards', async () => {
  const [first, cow] = [await names(), await inode('root-cow.img')];
  await run('stop', template);
  expect(await inode('root-cow.img.old')).toBe(cow);
  expect(await box.sh(`stat --format='%s %b %a' ${dir}/root-cow.img`)).toBe(`${labRootMib * 2 ** 20} 0 660\n`);
  expect(await devices()).toEqual([`${first.version} 2`]);

  await run('stop', 'untrusted');
  expect(await rootStates()).toEqual(['outdated', 'at-start']);
  await run('start', 'untrusted');
  expect(await rootStates()).toEqual(['outdated', 'current']);
  const second = await names();
  expect((await devices()).toSorted()).toEqual([`${first.version} 1`, `${second.version} 1`].toSorted());
  expect(await seen(second.version, 'known')).toBe('second\n');

  // Old blocks go to everybody who still needs them.
  await run('start', template);
  await writeAsTemplate('third');
  expect([await seen(first.version, 'known'), await seen(second.version, 'known')]).toEqual(['first\n', 'second\n']);
  await run('stop', template, 'work', 'untrusted');
  expect(await devices()).toEqual([]);
  expect(await loops()).toBe('');
});

test('after a power cut children start from what was committed, and the template goes on from where it was', async () => {
  await run('start', template, 'work');
  await writeAsTemplate('fourth');
  const cow = await inode('root-cow.img');
  await cutPower();
  expect(await devices()).toEqual([]);
  await run('start', 'work');
  expect(await seen((await names()).version, 'known')).toBe('third\n');
  expect(await inode('root-cow.img')).toBe(cow);
  await run('start', template);
  expect(await box.sh(`cat ${guestRoot}/known`)).toBe('fourth\n');
  await run('stop', template);
  expect(await inode('root-cow.img.old')).toBe(cow);
  await run('stop', 'work');
  await run('start', 'work');
  expect(await seen((await names()).version, 'known')).toBe('fourth\n');
  await run('stop', 'work');
});

test('a template that was killed is committed when it is put in order; an agent that was killed does not matter', async () => {
  await run('start', template, 'work');
  await writeAsTemplate('fifth');
  const [cow, version] = [await inode('root-cow.img'), (await names()).version];
  await box.sh(`kill -KILL $(pgrep --full '[a]gent\\.mjs') $(pgrep --full '[g]uest\\.mjs --name=${template} ')`);
  await run('stop', template);
  expect(await inode('root-cow.img.old')).toBe(cow);
  expect(await devices()).toEqual([`${version} 1`]);
  await run('stop', 'work');
  expect([await devices(), await loops()]).toEqual([[], '']);
});

test('a power cut between the two renames of a commit is finished by the next start, of whomever', async () => {
  const old = await inode('root-cow.img');
  await box.sh(`cd ${dir} && mv root-cow.img root-cow.img.old && echo half > root-cow.img.new && sync`);
  await cutPower();
  await run('start', 'work');
  expect(await inode('root-cow.img.old')).toBe(old);
  expect(await box.sh(`ls ${dir} | grep ^root`)).toBe('root-cow.img\nroot-cow.img.old\nroot.img\n');
  expect(await seen((await names()).version, 'known')).toBe('fifth\n');
  await run('stop', 'work');
});

test('a root that somebody else has open is not written through; one who only reads does not disturb the children', async () => {
  await box.sh(`losetup --find --read-only ${dir}/root.img`);
  const { status, stderr } = await box.cli('start', template);
  expect([status, stderr]).toEqual([1, expect.stringContaining('root.img is in use')]);
  await run('start', 'work');
  await run('stop', 'work');
  await box.sh(`losetup --detach $(losetup --noheadings --output=NAME --associated ${dir}/root.img)`);
  await box.sh(`losetup --find ${dir}/root.img`);
  expect((await box.cli('start', 'work')).status).toBe(1);
  await box.sh(`losetup --detach $(losetup --noheadings --output=NAME --associated ${dir}/root.img)`);
  expect(await devices()).toEqual([]);
});

test('a root is of its template’s kind of storage, whatever the VM itself is on', async () => {
  for (const vm of ['untrusted', 'fc20']) expect((await box.migrate(vm)).record.outcome).toBe('succeeded');
  await run('start', 'untrusted', 'personal');
  expect(await devices()).toEqual([`${(await names()).version} 1`]);
  const open = await box.sh('lvs --noheadings --options=lv_name,lv_device_open qubes_dom0 | grep open');
  expect(open.trim().split(/\s+/)).toEqual(['personal-root', 'open', 'untrusted-private', 'open']);
  await run('stop', 'untrusted', 'personal');
  expect(await devices()).toEqual([]);
  expect(await box.sh('lvs --noheadings --options=lv_name qubes_dom0')).not.toContain('personal-root');
  await box.expectClean();
});
