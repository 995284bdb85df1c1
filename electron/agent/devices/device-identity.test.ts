import { expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import type { BlockDevice } from './block-device.ts';
import { deviceIdentity } from './device-identity.ts';
import { aBlockDevice } from './testing/a-block-device.ts';

const backingFile = { path: '/srv/disk.img', inode: '98:12', deviceNumber: null };
const stick = aBlockDevice({ name: 'sdb', number: '8:16', serial: '4C53', diskSequence: '12', backingFile });
const photos = { type: 'vfat', label: 'PHOTOS', uuid: '1234-ABCD' };

test('a device that is looked at twice is the same', () => {
  expect(deviceIdentity({ ...stick }, { ...photos })).toBe(deviceIdentity(stick, photos));
});

test.each<[string, Partial<BlockDevice>]>([
  ['under another number', { number: '8:32' }],
  ['of another size', { sizeBytes: gib(29) }],
  ['of another serial', { serial: '4C54' }],
  ['plugged in again', { diskSequence: '13' }],
  ['over another file of that name', { backingFile: { ...backingFile, inode: '98:13' } }],
  ['mapped to something else', { mapped: { name: 'luks-1', uuid: 'CRYPT-2' } }],
  ['at another place of its disk', { partition: { disk: 'sdb', startSector: 4096 } }],
])('one %s is another', (_what, facts) => {
  expect(deviceIdentity({ ...stick, ...facts }, photos)).not.toBe(deviceIdentity(stick, photos));
});

test('where nothing else tells two sticks apart, what is on them does', () => {
  const plain = aBlockDevice({ name: 'sdb', number: '8:16', sizeBytes: mib(64) });
  expect(deviceIdentity(plain, { ...photos, uuid: '9999-0000' })).not.toBe(deviceIdentity(plain, photos));
});
