import { expect, test } from 'vitest';
import { gib, mib } from '#shared/base/bytes.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { aLogicalVolume, aThinPool } from './testing/a-logical-volume.ts';
import { thinPools } from './thin-pools.ts';

const noAutoextend = 1;

test.each<[string, Partial<LogicalVolume>]>([
  ['ok', {}],
  ['failed', { attributes: 'twi-aotzF-' }],
  ['out-of-data', { attributes: 'twi-aotzD-' }],
  ['read-only', { attributes: 'twi-aotzM-' }],
  ['needs-check', { needsCheck: true }],
  ['failed', { attributes: 'twi-aotzF-', needsCheck: true }],
  ['unavailable', { attributes: 'twi---tz--' }],
  ['unavailable', { isVgPartial: true }],
])('a pool is %s that lvs tells of as %o', (health, facts) => {
  expect(thinPools([aThinPool(facts)], noAutoextend).map((pool) => pool.health)).toEqual([health]);
});

test('a pool has promised the sizes of the volumes in it, and of no others', () => {
  const report = [
    aThinPool(),
    aLogicalVolume({ sizeBytes: gib(10) }),
    aLogicalVolume({ sizeBytes: gib(2) }),
    aLogicalVolume({ sizeBytes: gib(5), poolUuid: 'another-pool' }),
    aLogicalVolume({ name: 'swap', sizeBytes: gib(1), attributes: '-wi-ao----', poolUuid: null }),
  ];
  expect(thinPools(report, 0.7)).toEqual([
    expect.objectContaining({
      id: 'pool-uuid',
      name: 'qubes_dom0/pool0',
      promisedBytes: gib(12),
      volumeCount: 2,
      usedBytes: gib(2),
      metadataUsedBytes: mib(4),
      autoextendThresholdFraction: 0.7,
    }),
  ]);
});

test('pools of one name in two volume groups are two pools', () => {
  const report = [aThinPool(), aThinPool({ vg: 'other', uuid: 'other-uuid' })];
  expect(thinPools(report, noAutoextend).map(({ id, name }) => [id, name])).toEqual([
    ['pool-uuid', 'qubes_dom0/pool0'],
    ['other-uuid', 'other/pool0'],
  ]);
});
