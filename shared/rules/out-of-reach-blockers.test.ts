import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { aVm, aVolume, vmName } from '../testing/builders.ts';
import { freeKeptBlockers } from './free-kept-blockers.ts';
import { migrateBlockers } from './migrate-blockers.ts';
import { isOutOfReach } from './out-of-reach-blockers.ts';
import { startBlockers } from './start-blockers.ts';
import { wholeVmBlockers } from './whole-vm-blockers.ts';

const unavailable = { kind: 'unavailable', sizeBytes: gib(2), volumeGroup: 'pair' } as const;
const missing = { kind: 'missing', lookedFor: '/x/private.img' } as const;
const cut = aVm({ volumes: [aVolume({ storage: 'lvm', state: unavailable })] });
const blocker = { code: 'volume-unavailable', vm: 'work', role: 'private', volumeGroup: 'pair' };

test('a VM whose volume group a disk is gone of is neither started, moved, renamed nor removed', () => {
  expect(isOutOfReach(cut)).toBe(true);
  expect(startBlockers(cut, undefined, [])).toEqual([blocker]);
  expect(migrateBlockers(cut, 'file', [])).toContainEqual(blocker);
  expect(wholeVmBlockers(cut, false, [])).toEqual([blocker]);
});

test('what a move has left in place stays while the volume in its place is out of reach', () => {
  const kept = {
    role: 'private',
    storage: 'file',
    path: '/x/private.img',
    sizeBytes: gib(2),
    usedBytes: gib(1),
    isOpen: false,
  } as const;
  const moved = { ...cut, storageType: 'lvm', kept: [kept] } as const;
  expect(freeKeptBlockers(moved, { vms: [moved], pools: [] }, [])).toEqual([blocker]);
});

test('one whose image is gone cannot start either, but what is left of it may be removed', () => {
  const lost = aVm({ volumes: [aVolume({ state: missing })] });
  expect(isOutOfReach(lost)).toBe(true);
  expect(startBlockers(lost, undefined, [])).toMatchObject([{ code: 'image-missing' }]);
  expect(wholeVmBlockers(lost, false, [])).toEqual([]);
});

test('neither does one start whose template’s root is out of reach; a private volume of the template is no matter', () => {
  const rootGone = aVm({ name: vmName('fc20'), volumes: [aVolume({ role: 'root', state: unavailable })] });
  expect(startBlockers(aVm(), rootGone, [])).toMatchObject([{ code: 'volume-unavailable', vm: 'fc20', role: 'root' }]);
  const privateGone = aVm({ name: vmName('fc20'), volumes: [aVolume({ state: unavailable })] });
  expect(startBlockers(aVm(), privateGone, [])).toEqual([]);
  expect(isOutOfReach(aVm())).toBe(false);
});
