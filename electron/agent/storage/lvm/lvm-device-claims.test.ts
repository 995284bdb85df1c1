import { expect, test } from 'vitest';
import { vmName } from '#shared/testing/builders.ts';
import { parseMembers, volumeClaims } from './lvm-device-claims.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { aLogicalVolume, aThinPool } from './testing/a-logical-volume.ts';

const tagged = ['qubes-storage.vm=work', 'qubes-storage.role=private'];

function ownerOf(facts: Partial<LogicalVolume>) {
  const volume = aLogicalVolume({ uuid: 'abc-def', ...facts });
  return volumeClaims([aThinPool(), volume], new Set([vmName('work'), vmName('my-root')])).get('abcdef')?.owner;
}

test.each<[string, Partial<LogicalVolume>]>([
  ['the one that it runs on', { tags: tagged }],
  ['a kept older state', { name: 'work-private.rev-4', tags: [...tagged, 'qubes-storage.revision=4'] }],
  ['what a job is still at work on', { name: 'work-private.job-1', tags: [...tagged, 'qubes-storage.job=1'] }],
  ['one of the original patch set, which has no tags', { name: 'work-private' }],
])('a volume of a VM is its: %s', (_what, facts) => {
  expect(ownerOf(facts)).toMatchObject({ code: 'vm-volume', vm: 'work', role: 'private' });
});

test('a volume with tags is its VM’s, whatever it is called and whether or not that VM is still registered', () => {
  const tags = ['qubes-storage.vm=removed', 'qubes-storage.role=root'];
  expect(ownerOf({ name: 'anything', tags })).toEqual({
    code: 'vm-volume',
    vm: 'removed',
    role: 'root',
    path: '/dev/qubes_dom0/anything',
  });
});

test('a name alone proves nothing without a VM of that name', () => {
  expect(ownerOf({ name: 'personal-private' })).toBeNull();
  expect(ownerOf({ name: 'work-data' })).toBeNull();
  expect(ownerOf({ name: 'root' })).toBeNull();
  expect(ownerOf({ name: 'my-root-private' })).toMatchObject({ vm: 'my-root', role: 'private' });
});

test('a pool and its two hidden volumes are the pool', () => {
  const pool = { code: 'pool', pool: 'qubes_dom0/pool0' };
  expect(ownerOf({ name: 'pool1', attributes: 'twi-aotz--' })).toEqual({ code: 'pool', pool: 'qubes_dom0/pool1' });
  expect(ownerOf({ name: 'pool0_tdata', attributes: 'Twi-ao----' })).toEqual(pool);
  expect(ownerOf({ name: 'pool0_tmeta', attributes: 'ewi-ao----' })).toEqual(pool);
});

test('other parts that lvm2 made for itself are the volume group’s', () => {
  for (const [name, attributes] of [
    ['lvol0_pmspare', 'ewi-------'],
    ['mirrored_rimage_0', 'iwi-aor---'],
  ] as const) {
    expect(ownerOf({ name, attributes })).toEqual({ code: 'volume-group', vg: 'qubes_dom0' });
  }
});

test.each(['-wi-a-----', 'owi-a-s---', 'swi-a-s---', 'rwi-a-r---'])(
  'a volume %s that nobody owns is free',
  (attributes) => {
    expect(ownerOf({ name: 'backup', attributes })).toBeNull();
  },
);

test('a physical volume belongs to its volume group, if it is in one', () => {
  const text = '  /dev/ubdb|qubes_dom0\n  /dev/mapper/luks-1|vg two\n  /dev/sdc|\n  [unknown]|qubes_dom0\n';
  expect([...parseMembers(text)]).toEqual([
    ['/dev/ubdb', 'qubes_dom0'],
    ['/dev/mapper/luks-1', 'vg two'],
    ['[unknown]', 'qubes_dom0'],
  ]);
});
