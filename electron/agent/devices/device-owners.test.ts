import { expect, test } from 'vitest';
import type { DeviceOwner } from '#shared/domain/device.ts';
import { vmName } from '#shared/testing/builders.ts';
import { hiddenText } from '#shared/text/device-text.ts';
import { volumeClaims } from '../storage/lvm/lvm-device-claims.ts';
import { aLogicalVolume } from '../storage/lvm/testing/a-logical-volume.ts';
import type { BlockDevice } from './block-device.ts';
import { deviceOwners } from './device-owners.ts';
import { directOwner, volumeGroupMembers, type Evidence } from './direct-owners.ts';
import { parseMountInfo, parseSwaps } from './mounts-and-swaps.ts';
import { aBlockDevice } from './testing/a-block-device.ts';
import { recordedDevices, recordedDom0 } from './testing/recorded-dom0.ts';

const noEvidence: Evidence = {
  volumes: new Map(),
  members: new Map(),
  loops: new Map(),
  mounts: [],
  swaps: new Set(),
  ownDisks: new Map(),
  attached: new Map(),
};

const mountedAt = (deviceNumber: string, mountPoint: string, source = 'none') => ({ deviceNumber, mountPoint, source });

/** Whose each device is, in words; what nobody has is left out. */
function ownersOf(devices: readonly BlockDevice[], evidence: Partial<Evidence>): Readonly<Record<string, string>> {
  const full = { ...noEvidence, ...evidence };
  const owners = deviceOwners({
    devices,
    directOwner: (device) => directOwner(device, full),
    attachedTo: ({ number }) => {
      const holder = full.attached.get(number);
      return holder === undefined ? undefined : { code: 'attached', vm: holder.vm, frontend: holder.frontend };
    },
  });
  return Object.fromEntries([...owners].map(([name, hidden]) => [name, hiddenText(hidden)]));
}

const recordedVms = new Set(['work', 'untrusted', 'personal', 'fc20', 'fedora-20-x64', 'netvm'].map(vmName));
const atNumber = <Value>(entries: Iterable<readonly [string, Value]>) =>
  new Map(
    [...entries].flatMap(([path, value]) => {
      const number = recordedDom0.nodes[path];
      return number === undefined ? [] : [[number, value] as const];
    }),
  );
const vmFile = (vm: string): DeviceOwner => ({ code: 'vm-file', vm: vmName(vm), path: '…' });
const recordedVolumes = volumeClaims(recordedDom0.volumes.map(aLogicalVolume), recordedVms);
const recordedEvidence: Evidence = {
  ...noEvidence,
  volumes: recordedVolumes,
  members: volumeGroupMembers(await recordedDevices(), recordedVolumes),
  mounts: parseMountInfo(recordedDom0.mountInfo),
  swaps: new Set(atNumber(parseSwaps(recordedDom0.swaps).map((path) => [path, path] as const)).keys()),
  loops: new Map([
    ['loop1', vmFile('fedora-20-x64')],
    ['loop2', vmFile('firewallvm')],
    ['loop10', vmFile('fc20')],
    ['loop11', { code: 'qubes-file', path: '…' }],
  ]),
};

test('of what a box recorded, everything that belongs to somebody is hidden, with whose it is', async () => {
  expect(ownersOf(await recordedDevices(), recordedEvidence)).toEqual({
    'dm-0': 'pool qubes_dom0/pool0',
    'dm-1': 'pool qubes_dom0/pool0',
    'dm-2': 'pool qubes_dom0/pool0',
    'dm-3': 'pool qubes_dom0/pool0',
    'dm-4': 'private volume of work (/dev/qubes_dom0/work-private)',
    'dm-5': 'part-of-backup is made of it',
    'dm-6': 'swap of dom0',
    'dm-9': 'loop9 is made of it',
    'dm-10': 'qubes_dom0-thick is made of it',
    'dm-12': 'qubes_dom0-thick--snap is made of it',
    'dm-14': 'private volume of untrusted (/dev/qubes_dom0/untrusted-private)',
    'dm-15': 'through dm-14: private volume of untrusted (/dev/qubes_dom0/untrusted-private)',
    loop1: 'file of fedora-20-x64 (…)',
    loop2: 'file of firewallvm (…)',
    loop10: 'file of fc20 (…)',
    loop11: 'file of Qubes (…)',
    loop12: 'through dm-4: private volume of work (/dev/qubes_dom0/work-private)',
    ubda: 'mounted at /run/dom0-disk',
    ubdb: 'volume group qubes_dom0',
    ubdc: 'through ubdc1: loop13 is made of it',
    ubdc1: 'loop13 is made of it',
  });
});

test('and everything else is free: dm-11 is not hidden because dm-1 is, nor work-data because of its name', async () => {
  const devices = await recordedDevices();
  const hidden = ownersOf(devices, recordedEvidence);
  const free = devices.filter(({ name }) => !(name in hidden)).map(({ name, mapped }) => mapped?.name ?? name);
  expect(free.sort()).toEqual([
    'loop0',
    'loop13',
    'loop9',
    'loop9p1',
    'part-of-backup',
    'qubes_dom0-thick',
    'qubes_dom0-thick--snap',
    'qubes_dom0-untagged--private',
    'qubes_dom0-work--data',
  ]);
});

test('where LVM does not answer, no logical volume is free', async () => {
  const hidden = ownersOf(await recordedDevices(), { ...recordedEvidence, volumes: null, members: new Map() });
  for (const name of ['dm-4', 'dm-7', 'dm-13']) {
    expect(hidden[name]).toBe('LVM does not answer, so that nobody knows whose it is');
  }
  expect(hidden['ubdb']).toMatch(/^through dm-\d+: LVM does not answer/);
});

/** The disk of a usual dom0: /boot beside a LUKS partition with the volume group in it, and a third one that is free. */
const dom0Disk = [
  aBlockDevice({ name: 'sda', number: '8:0' }),
  aBlockDevice({ name: 'sda1', number: '8:1', partition: { disk: 'sda', startSector: 2048 } }),
  aBlockDevice({ name: 'sda2', number: '8:2', partition: { disk: 'sda', startSector: 4096 }, holders: ['dm-0'] }),
  aBlockDevice({ name: 'sda3', number: '8:3', partition: { disk: 'sda', startSector: 8192 } }),
  aBlockDevice({ name: 'dm-0', number: '253:0', slaves: ['sda2'], mapped: { name: 'luks-1', uuid: 'CRYPT-LUKS1-1' } }),
];

test('a disk is not free when one of its partitions is not; a partition does not mind the others', () => {
  const owners = ownersOf(dom0Disk, {
    mounts: [mountedAt('8:1', '/boot')],
    members: new Map([['dm-0', { code: 'volume-group', vg: 'qubes_dom0' }]]),
  });
  expect(owners).toEqual({
    sda: 'through sda1: mounted at /boot',
    sda1: 'mounted at /boot',
    sda2: 'through dm-0: volume group qubes_dom0',
    'dm-0': 'volume group qubes_dom0',
  });
});

test('a LUKS stick that is open is held; what is in it is free', () => {
  expect(ownersOf(dom0Disk, {})).toEqual({
    sda: 'through sda2: luks-1 is made of it',
    sda2: 'luks-1 is made of it',
  });
});

test('a file system that lies about its device is found by its source', () => {
  const mounts = [mountedAt('0:42', '/mnt/btrfs', '/dev/mapper/luks-1'), mountedAt('0:43', '/mnt/other', '/dev/sda3')];
  expect(ownersOf(dom0Disk, { mounts })).toMatchObject({
    'dm-0': 'mounted at /mnt/btrfs',
    sda3: 'mounted at /mnt/other',
  });
});

test('the partitions of a disk that is used as a whole are not free', () => {
  const members = new Map([['sda', { code: 'volume-group', vg: 'backup' }]] as const);
  expect(ownersOf(dom0Disk, { members })).toMatchObject({ sda3: 'through sda: volume group backup' });
});

test('what a VM was given is not hidden, even where it has mounted it; what shares bytes with it is', () => {
  const attached = new Map([['8:3', { vm: vmName('work'), frontend: 'xvdi', isReadOnly: false }]]);
  expect(ownersOf(dom0Disk.slice(0, 4), { attached, mounts: [mountedAt('8:3', '/guests/work/xvdi')] })).toEqual({
    sda: 'through sda3: attached to work as xvdi',
  });
  const whole = new Map([['8:0', { vm: vmName('work'), frontend: 'xvdi', isReadOnly: false }]]);
  expect(ownersOf(dom0Disk, { attached: whole })).toMatchObject({
    sda1: 'through sda: attached to work as xvdi',
    'dm-0': 'through sda: attached to work as xvdi',
  });
});

test('a disk that a VM runs on is its, whatever it is', () => {
  const ownDisks = new Map([['8:3', { code: 'vm-disk', vm: vmName('win7'), frontend: 'xvdc' }]] as const);
  expect(ownersOf(dom0Disk, { ownDisks })).toMatchObject({ sda3: 'win7 runs on it as xvdc' });
});

test('the mapping of a file template is its template’s, through the loop device under it, even where it is mounted', () => {
  const loops = new Map([
    ['loop1', { code: 'vm-volume', vm: vmName('fc20'), role: 'root', path: '/fc20/root.img' }],
  ] as const);
  const devices = [
    aBlockDevice({ name: 'loop1', number: '7:1', holders: ['dm-1'] }),
    aBlockDevice({ name: 'dm-1', number: '253:1', slaves: ['loop1'], mapped: { name: 'snapshot-fd01:12', uuid: '' } }),
  ];
  const mounts = [mountedAt('253:1', '/guests/fc20/xvda')];
  expect(ownersOf(devices, { loops, mounts })['dm-1']).toBe('through loop1: root volume of fc20 (/fc20/root.img)');
});
