import { expect, test } from 'vitest';
import { parseLoops } from './loop-for-file.ts';
import { parseMappedDevices } from './mapped-devices.ts';

/** As dmsetup 1.02.185 printed them in the sandbox. */
const tables = `origin-fe:12: 0 131072 snapshot-origin 7:7
qubes_dom0-pool0: 0 16777216 thin-pool 254:0 254:1 128 0 1 error_if_no_space 
qubes_dom0-pool0_tdata: 0 16777216 linear 98:16 100352
snapshot-fe:12-fe:13: 0 131072 snapshot 7:7 7:8 P 256
snapshot-fe:12-fe:14: 0 131072 snapshot-merge 7:7 7:9 P 256
`;
const openCounts = `origin-fe:12|1
qubes_dom0-pool0|0
qubes_dom0-pool0_tdata|1
snapshot-fe:12-fe:13|2
snapshot-fe:12-fe:14|0
`;

test('devices that are about snapshots are found among the others, with what is below them', () => {
  expect(parseMappedDevices(tables, openCounts)).toEqual([
    { name: 'origin-fe:12', target: 'snapshot-origin', root: '7:7', cow: null, openCount: 1 },
    { name: 'snapshot-fe:12-fe:13', target: 'snapshot', root: '7:7', cow: '7:8', openCount: 2 },
    { name: 'snapshot-fe:12-fe:14', target: 'snapshot-merge', root: '7:7', cow: '7:9', openCount: 0 },
  ]);
});

test('a device that went between the two reports is left out, and none at all is no trouble', () => {
  expect(parseMappedDevices(tables, 'origin-fe:12|1\n')).toHaveLength(1);
  expect(parseMappedDevices('No devices found\n', 'No devices found\n')).toEqual([]);
});

test('a loop device is taken for a file only when it is all of it, and writable', () => {
  expect(parseLoops('/dev/loop7   0      0         0\n')).toBe('/dev/loop7');
  expect(parseLoops('/dev/loop6   1      0         0\n/dev/loop7   0      0         0\n')).toBe('/dev/loop7');
  expect(parseLoops('/dev/loop7   0   4096         0\n/dev/loop8   0      0      1024\n')).toBeUndefined();
  expect(parseLoops('')).toBeUndefined();
});
