import { expect, test } from 'vitest';
import { bytes } from '#shared/base/bytes.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { CheckedVolume } from '../storage/storage-checks.ts';
import { keptSizeFindings } from './kept-size-findings.ts';

const work = 'work' as VmName;
const aVolume = (storage: StorageType, sizeBytes: number): CheckedVolume => ({
  vm: work,
  role: 'private',
  storage,
  path: `/${storage}`,
  identity: storage,
  sizeBytes: bytes(sizeBytes),
});
const found = (storageType: StorageType, lvmBytes: number, fileBytes: number) =>
  keptSizeFindings(
    [{ name: work, storageType } as RegisteredVm],
    [aVolume('lvm', lvmBytes), aVolume('file', fileBytes)],
  );

test('a volume on LVM that is smaller than its kept image is told', () => {
  expect(found('lvm', 4096, 4096)).toEqual([]);
  expect(found('lvm', 8192, 4096)).toEqual([]);
  expect(found('lvm', 4096, 8192)).toMatchObject([
    { code: 'smaller-than-kept', vm: 'work', path: '/lvm', keptPath: '/file', identity: 'lvm' },
  ]);
});

test('an image that is smaller than its kept volume, which has whole extents, is as it should be', () => {
  expect(found('file', 8192, 4096)).toEqual([]);
});
