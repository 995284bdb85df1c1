import { bytes, gib, kib, mib } from '#shared/base/bytes.ts';
import type { LogicalVolume } from '../lvm-report.ts';

/** A thin volume of the example's pool. */
export const aLogicalVolume = (facts: Partial<LogicalVolume> = {}): LogicalVolume => ({
  vg: 'qubes_dom0',
  vgUuid: 'qubes_dom0-uuid',
  vgExtentBytes: mib(4),
  vgFreeBytes: gib(4),
  isVgPartial: false,
  name: 'work-private',
  uuid: 'work-private-uuid',
  sizeBytes: gib(2),
  attributes: 'Vwi-a-tz--',
  tags: [],
  createdAt: '2015-02-14 09:30:00 +0000',
  deviceNumber: '254:4',
  poolUuid: 'pool-uuid',
  originUuid: null,
  dataFraction: 0,
  metadataFraction: null,
  metadataSizeBytes: bytes(0),
  chunkBytes: bytes(0),
  needsCheck: false,
  ...facts,
});

export const aThinPool = (facts: Partial<LogicalVolume> = {}): LogicalVolume =>
  aLogicalVolume({
    name: 'pool0',
    uuid: 'pool-uuid',
    sizeBytes: gib(8),
    attributes: 'twi-aotz--',
    poolUuid: null,
    dataFraction: 0.25,
    metadataFraction: 0.125,
    metadataSizeBytes: mib(32),
    chunkBytes: kib(64),
    ...facts,
  });
