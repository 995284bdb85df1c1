import { expect, test } from 'vitest';
import type { PoolId } from '#shared/domain/ids.ts';
import { aReportedPool } from '#shared/testing/a-reported-pool.ts';
import { aFilePool, aThinPool, aVm, aVolume } from '#shared/testing/builders.ts';
import { migrationTargets } from './migration-targets.ts';

const second = aThinPool({ id: 'second' as PoolId, name: 'vg_hdd/pool' });
const sick = aThinPool({ id: 'sick' as PoolId, name: 'vg_old/pool', health: 'read-only' });
const pools = [aFilePool(), second, sick, aThinPool()];

test('the usual pool comes first, image files are one target, and the rest say why not', () => {
  const targets = migrationTargets(pools, aVm());
  expect(targets.map(({ title, blockedBy }) => [title, blockedBy])).toEqual([
    ['qubes_dom0/pool0', null],
    ['/var/lib/qubes', 'It is there already.'],
    ['vg_hdd/pool', null],
    ['vg_old/pool', 'read-only'],
  ]);
  expect(targets[1]?.value).toBe('file');
});

test('from one thin pool nothing goes to another', () => {
  const byTitle = new Map(
    migrationTargets(pools, aVm({ storageType: 'lvm' })).map((each) => [each.title, each.blockedBy]),
  );
  expect(byTitle.get('vg_hdd/pool')).toBe('Nothing is moved there from here.');
  expect(byTitle.get('/var/lib/qubes')).toBeNull();
});

test('of the pools of R4 all but its own can be chosen, by their ids', () => {
  const [one, other] = [
    aReportedPool(),
    aReportedPool({ id: 'varlibqubes' as PoolId, driver: 'file', name: 'varlibqubes' }),
  ];
  const vm = aVm({ volumes: [aVolume({ pool: one.id })] });
  expect(migrationTargets([one, other], vm).map(({ value, blockedBy }) => [value, blockedBy === null])).toEqual([
    ['vm-pool', false],
    ['varlibqubes', true],
  ]);
});
