import { afterAll, beforeAll, expect, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import type { DeviceRecord } from '../../cli/output/device-record.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

/** `work` runs on LVM and `personal` on files; `untrusted` is halted, on LVM. */
beforeAll(async () => {
  for (const vm of ['work', 'untrusted']) expect((await box.migrate(vm)).status).toBe(0);
  for (const vm of ['work', 'personal']) expect((await box.cli('start', vm)).status).toBe(0);
});

async function devices(...options: readonly string[]): Promise<readonly DeviceRecord[]> {
  const { status, stdout, stderr } = await box.cli('--json', 'devices', ...options);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as readonly DeviceRecord[];
}

const idsOf = (list: readonly DeviceRecord[]): readonly string[] => list.map(({ id }) => id);

/** The codes of everything that speaks against it; null where it was done. */
async function blockersOf(...args: readonly string[]): Promise<readonly string[] | null> {
  const { status, stderr } = await box.cli('--json', ...args);
  if (status === 0) return null;
  expect(status).toBe(3);
  const { error } = JSON.parse(stderr) as { error: { blockers: readonly { code: string }[] } };
  return error.blockers.map(({ code }) => code);
}

/** What a file of the device says, read by dom0 itself: fails while a guest has the device mounted. */
const readFromDom0 = (device: string, file: string): Promise<string> =>
  box.sh(`mkdir -p /tmp/look; mount -o ro,noload /dev/${device} /tmp/look; cat /tmp/look/${file}; umount /tmp/look`);

const guestMounts = (vm: string): Promise<string> =>
  box.sh(`awk '$5 ~ "/guests/${vm}/xvd[e-p]" { print $5, $6 }' /proc/self/mountinfo`);

test('with VMs running on files and on LVM, the loop disk and the stick can be attached, and nothing else', async () => {
  const list = await devices();
  expect(idsOf(list)).toEqual(['dom0:loop0', 'dom0:ubdc', 'dom0:ubdc1']);
  const [loop, disk, partition] = list;
  expect(loop).toMatchObject({
    description: '/srv/loopdisk.img',
    sizeBytes: mib(256),
    fsType: 'ext4',
    fsLabel: 'BACKUP',
  });
  expect(disk).toMatchObject({ sizeBytes: mib(64), isPartition: false, fsType: null, attachedTo: null });
  expect(partition).toMatchObject({ sizeBytes: mib(63), isPartition: true, disk: 'ubdc', fsLabel: 'PHOTOS' });
});

test('with --all, everything else is shown with whose it is', async () => {
  const hidden = (await devices('--all')).filter(({ hiddenBecause }) => hiddenBecause !== null);
  const has = (facts: object) => expect(hidden).toContainEqual(expect.objectContaining(facts));
  const ownedBy = (owner: object) => has({ hiddenBecause: { via: null, ...owner } });
  has({ name: 'ubda', hiddenBecause: { code: 'mounted', mountPoint: '/run/dom0-disk', via: null } });
  has({ name: 'ubdb', hiddenBecause: { code: 'volume-group', vg: 'qubes_dom0', via: null } });
  ownedBy({ code: 'vm-volume', vm: 'work', role: 'private', path: '/dev/qubes_dom0/work-private' });
  ownedBy({ code: 'vm-volume', vm: 'untrusted', role: 'private', path: '/dev/qubes_dom0/untrusted-private' });
  ownedBy({ code: 'vm-volume', vm: 'personal', role: 'private', path: '/var/lib/qubes/appvms/personal/private.img' });
  ownedBy({ code: 'vm-volume', vm: 'work', role: 'volatile', path: '/var/lib/qubes/appvms/work/volatile.img' });
  expect(hidden.filter(({ hiddenBecause }) => hiddenBecause?.code === 'pool').length).toBeGreaterThanOrEqual(3);
});

test('a running guest mounts what it is given and writes to it, and gives it up again', async () => {
  expect(await blockersOf('attach', 'work', 'dom0:loop0')).toBeNull();
  expect(await guestMounts('work')).toBe('/run/qubes-storage/guests/work/xvdi rw,noatime\n');
  const attachedTo = { vm: 'work', frontend: 'xvdi', readOnly: false };
  expect((await devices())[0]).toMatchObject({ id: 'dom0:loop0', attachedTo, hiddenBecause: null });

  // It is named with where, and taken by nobody else.
  const elsewhere = await box.cli('attach', 'personal', 'loop0');
  expect([elsewhere.status, elsewhere.stderr]).toEqual([3, expect.stringContaining('attached to work as xvdi')]);

  expect(await blockersOf('detach', 'work', 'loop0')).toBeNull();
  expect(await guestMounts('work')).toBe('');
  expect(await readFromDom0('loop0', '.guest-heartbeat')).toMatch(/^\d+ \d{4}-/);
  expect((await box.cli('detach', 'work', 'loop0')).status).toBe(4);
});

test('what is attached read-only is not written to, not even its journal; its disk is taken meanwhile', async () => {
  const digest = () => box.sh('sha256sum < /dev/ubdc1');
  const before = await digest();
  expect(await blockersOf('attach', 'personal', 'ubdc1', '--ro', '--frontend', 'xvdm')).toBeNull();
  expect(await guestMounts('personal')).toMatch(/\/xvdm ro,/);
  expect(idsOf(await devices())).toEqual(['dom0:loop0', 'dom0:ubdc1']);
  expect(await blockersOf('attach', 'work', 'ubdc')).toEqual(['device-owned']);
  expect(await blockersOf('detach', 'personal', 'xvdm')).toBeNull();
  expect(await digest()).toBe(before);
});

test('what is somebody’s is not attached, nor anything to a VM that does not run; own disks are not detached', async () => {
  const all = await devices('--all');
  const volumeOf = (vm: string) =>
    all.find(({ hiddenBecause: why }) => why?.code === 'vm-volume' && why.vm === vm)?.id ?? 'none';
  expect(await blockersOf('attach', 'personal', 'ubdb')).toEqual(['device-owned']);
  expect(await blockersOf('attach', 'personal', volumeOf('work'))).toEqual(['device-owned']);
  expect(await blockersOf('attach', 'personal', volumeOf('untrusted'))).toEqual(['device-owned']);
  expect(await blockersOf('attach', 'untrusted', 'loop0')).toEqual(['vm-not-running']);
  expect(await blockersOf('detach', 'work', 'xvdb')).toEqual(['own-disk']);
  expect((await box.cli('attach', 'work', 'sdz')).status).toBe(4);
});

test('a device that another one has come in place of since the list is refused, and untouched', async () => {
  const [listed] = await devices();
  await box.sh(`
    truncate --size=$(stat --format=%s /srv/loopdisk.img) /tmp/other.img; mke2fs -q /tmp/other.img
    losetup --detach /dev/loop0; losetup /dev/loop0 /tmp/other.img; sha256sum /dev/loop0 > /tmp/other.sum`);
  const [swapped] = await devices();
  expect(swapped).toMatchObject({ id: listed?.id, sizeBytes: listed?.sizeBytes });
  expect(await blockersOf('attach', 'work', 'loop0', '--identity', listed?.identity ?? '')).toEqual(['device-changed']);
  await box.sh('sha256sum --check --quiet /tmp/other.sum; losetup --detach /dev/loop0; rm /tmp/other.img');
  await box.sh('losetup /dev/loop0 /srv/loopdisk.img');
});

test('a physical volume that no volume lies on yet belongs to its volume group all the same', async () => {
  await box.sh('truncate --size=64M /tmp/pv.img; losetup /dev/loop40 /tmp/pv.img; vgcreate --quiet spare /dev/loop40');
  const pv = (await devices('--all')).find(({ name }) => name === 'loop40');
  expect(pv?.hiddenBecause).toEqual({ code: 'volume-group', vg: 'spare', via: null });
  await box.sh('vgremove --quiet --yes spare; losetup --detach /dev/loop40; rm /tmp/pv.img');
});

test('qvm-block takes the arguments of the original, and leaves a VM its own disks', async () => {
  const printed = await box.sh('qvm-block -a work dom0:ubdc1 --ro -f xvdk > /tmp/log; qvm-block; qvm-block -d work');
  expect(printed.trim().split('\n')).toEqual([
    'dom0:loop0\t/srv/loopdisk.img 256 MiB',
    "dom0:ubdc1\tpartition of ubdc 63 MiB (attached to 'work' as 'xvdk')",
    'work has no xvdk any more.',
  ]);
  expect(await box.sh('grep --count /guests/work/xvdb /proc/self/mountinfo')).toBe('1\n');
});

test('what was attached goes when the guest stops, and after a crash when it is cleaned up', async () => {
  expect(await blockersOf('attach', 'work', 'loop0')).toBeNull();
  expect((await box.cli('stop', 'work')).status).toBe(0);
  expect(await readFromDom0('loop0', '.guest-heartbeat')).toMatch(/^\d+ /);

  expect(await blockersOf('attach', 'personal', 'loop0')).toBeNull();
  await box.sh("kill -KILL $(pgrep --full '[g]uest\\.mjs.*--name=personal')");
  // Its mounts are still there: nobody else may have it.
  expect((await devices())[0]).toMatchObject({ attachedTo: { vm: 'personal' } });
  expect((await box.cli('stop', 'personal')).status).toBe(0);
  expect((await devices()).map(({ attachedTo }) => attachedTo)).toEqual([null, null, null]);
});
