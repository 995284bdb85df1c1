import { expect, test } from 'vitest';
import type { PoolId } from '../domain/ids.ts';
import { aFilePool, aThinPool } from '../testing/builders.ts';
import { defaultThinPool } from './default-pool.ts';

const named = (name: string) => aThinPool({ name, id: name as PoolId });

test.each([
  [['other/tank', 'qubes_dom0/pool00', 'qubes_dom0/pool0'], 'qubes_dom0/pool0'],
  [['qubes_dom0/vm-pool', 'qubes_dom0/root-pool'], 'qubes_dom0/vm-pool'],
  [['other/tank'], 'other/tank'],
  [['other/tank', 'other/barrel'], undefined],
  [[], undefined],
])('of %j it is %s', (names, expected) => {
  expect(defaultThinPool([aFilePool(), ...names.map(named)])?.name).toBe(expected);
});
