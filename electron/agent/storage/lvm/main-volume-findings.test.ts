import { expect, test } from 'vitest';
import { originalNaming } from '../volume-naming.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { mainVolumeFindings } from './main-volume-findings.ts';
import { aLogicalVolume, aThinPool } from './testing/a-logical-volume.ts';
import { anExpectation, anExpectedTemplate, anExpectedVm } from './testing/expected.ts';

const tags = ['qubes-storage.vm=work', 'qubes-storage.role=private'];
const codes = (report: readonly LogicalVolume[], expectation = anExpectation()) =>
  mainVolumeFindings(report, expectation, originalNaming).map(({ code }) => code);

test.each<[readonly string[], string, Partial<LogicalVolume>]>([
  [[], 'a tagged volume that is active', {}],
  [['volume-inactive'], 'one that is not active', { attributes: 'Vwi---tz--' }],
  [['activation-skipped'], 'one that is left out at boot', { attributes: 'Vwi-a-tz-k' }],
  [['volume-inactive', 'activation-skipped'], 'one that is both', { attributes: 'Vwi---tz-k' }],
  [['volume-untagged'], 'one of the original patch set', { tags: [] }],
  [['volume-dirty'], 'one that a crashed guest had', { tags: [...tags, 'qubes-storage.dirty'] }],
  [['volume-unavailable'], 'one whose group misses a disk', { attributes: 'Vwi---tz-k', isVgPartial: true }],
  [['volume-missing'], 'one that is not thin', { attributes: '-wi-a-----', poolUuid: null }],
  [['volume-missing'], 'one of another VM', { tags: ['qubes-storage.vm=other', 'qubes-storage.role=private'] }],
  [['volume-missing'], 'an older state of it', { tags: [...tags, 'qubes-storage.revision=3'] }],
])('%o is found of %s', (found, _case, facts) => {
  expect(codes([aLogicalVolume({ tags, ...facts })])).toEqual(found);
});

test.each([
  ['of a running VM is as it should be', false],
  ['is not judged where the hypervisor did not answer', undefined],
])('a volume in use %s', (_case, isHalted) => {
  const dirty = aLogicalVolume({ tags: [...tags, 'qubes-storage.dirty'] });
  expect(codes([dirty], anExpectation({ isHalted: () => isHalted }))).toEqual([]);
});

test('nothing is expected of a VM on files, and a root only of who owns one', () => {
  expect(codes([], anExpectation({ vms: [anExpectedVm({ storageType: 'file' })] }))).toEqual([]);
  expect(mainVolumeFindings([], anExpectation({ vms: [anExpectedTemplate()] }), originalNaming)).toMatchObject([
    { code: 'volume-missing', role: 'root', lookedFor: 'fc20-root', revisionCount: 0 },
    { code: 'volume-missing', role: 'private', lookedFor: 'fc20-private', revisionCount: 0 },
  ]);
});

test('the volumes of one VM belong together, wherever that is', () => {
  const pools = [aThinPool(), aThinPool({ vg: 'other', uuid: 'other-uuid' })];
  const own = (role: string, poolUuid: string) =>
    aLogicalVolume({
      name: `fc20-${role}`,
      uuid: role,
      poolUuid,
      tags: ['qubes-storage.vm=fc20', `qubes-storage.role=${role}`],
    });
  const expectation = anExpectation({ vms: [anExpectedTemplate()] });
  expect(codes([...pools, own('root', 'other-uuid'), own('private', 'other-uuid')], expectation)).toEqual([]);
  const parted = mainVolumeFindings(
    [...pools, own('root', 'pool-uuid'), own('private', 'other-uuid')],
    expectation,
    originalNaming,
  );
  expect(parted).toMatchObject([
    { code: 'volume-elsewhere', role: 'private', pool: 'other/pool0', otherPool: 'qubes_dom0/pool0' },
  ]);
});
