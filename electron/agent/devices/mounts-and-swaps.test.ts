import { expect, test } from 'vitest';
import { parseMountInfo, parseSwaps } from './mounts-and-swaps.ts';

test('a mount is told by device, source and place, however many optional fields there are', () => {
  const text = [
    '30 24 98:0 / /run/dom0-disk rw,nosuid - ext4 /dev/ubda rw',
    '36 35 8:17 /a/b /mnt/my\\040stick rw,noatime shared:1 master:2 - vfat /dev/sdb1 rw',
    '37 35 0:42 / /mnt/büro rw - btrfs /dev/mapper/luks\\1341 rw',
    '',
  ].join('\n');
  expect(parseMountInfo(text)).toEqual([
    { deviceNumber: '98:0', source: '/dev/ubda', mountPoint: '/run/dom0-disk' },
    { deviceNumber: '8:17', source: '/dev/sdb1', mountPoint: '/mnt/my stick' },
    { deviceNumber: '0:42', source: '/dev/mapper/luks\\1', mountPoint: '/mnt/büro' },
  ]);
});

test('swaps are told by path, without the title', () => {
  const title = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n';
  expect(parseSwaps(`${title}/dev/mapper/qubes_dom0-swap             partition\t65532\t0\t-2\n`)).toEqual([
    '/dev/mapper/qubes_dom0-swap',
  ]);
  expect(parseSwaps(title)).toEqual([]);
  expect(parseSwaps('')).toEqual([]);
});
