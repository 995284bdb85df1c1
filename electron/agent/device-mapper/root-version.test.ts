import { expect, test } from 'vitest';
import { isDeviceOf, isOriginName, originName, originOfVersion, versionName } from './root-version.ts';

const root = { dev: 0x6200n, ino: 102n };
const cow = { dev: 0x6200n, ino: 131n };

test('the names are those that the script of dom0 makes with stat: device in hex, inode in decimal', () => {
  expect(versionName(root, cow)).toBe('snapshot-6200:102-6200:131');
  expect(originName(root)).toBe('origin-6200:102');
});

test("a root's devices are its origin and its versions, not those of a root whose inode begins alike", () => {
  expect(isDeviceOf('origin-6200:102', root)).toBe(true);
  expect(isDeviceOf('snapshot-6200:102-6200:7', root)).toBe(true);
  expect(isDeviceOf('origin-6200:1021', root)).toBe(false);
  expect(isDeviceOf('snapshot-6200:1021-6200:7', root)).toBe(false);
  expect(isDeviceOf('snapshot-6200:7-6200:102', root)).toBe(false);
});

test('a version tells its origin, and nothing else does', () => {
  expect(originOfVersion('snapshot-6200:102-6200:131')).toBe('origin-6200:102');
  expect(originOfVersion('origin-6200:102')).toBeUndefined();
  expect(originOfVersion('qubes_dom0-snapshot--6200')).toBeUndefined();
  expect(isOriginName('origin-6200:102')).toBe(true);
  expect(isOriginName('qubes_dom0-origin')).toBe(false);
});
