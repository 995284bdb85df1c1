import { expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { aPoolEffect } from '#shared/testing/a-pool-effect.ts';
import { aPlan, vmName } from '#shared/testing/builders.ts';
import { combinePlans } from './combine-plans.ts';

const planOf = (name: string, copy: number, toGate: number) =>
  aPlan({
    vm: vmName(name),
    copyBytes: gib(copy),
    estimatedSeconds: 10,
    poolEffect: aPoolEffect({
      dataFraction: { before: 0.5, after: 0.5 + copy / 100 },
      bytesToGate: gib(toGate),
    }),
  });

test('the effects of several plans on one pool add up from the same present', () => {
  const { pools, copyBytes, seconds } = combinePlans([planOf('a', 10, 20), planOf('b', 5, 25)]);
  expect(copyBytes).toBe(gib(15));
  expect(seconds).toBe(20);
  expect(pools).toHaveLength(1);
  expect(pools[0]?.dataFraction.after).toBeCloseTo(0.65);
  expect(pools[0]?.bytesToGate).toBe(gib(15));
});

test('plans that fit alone but not together are told', () => {
  const { crowdedPools, pools } = combinePlans([planOf('a', 20, 10), planOf('b', 20, 10)]);
  expect(crowdedPools).toEqual(['qubes_dom0/pool0']);
  expect(pools[0]?.bytesToGate).toBe(0);
});

test('plans that fit together are not', () => {
  expect(combinePlans([planOf('a', 10, 20), planOf('b', 5, 25)]).crowdedPools).toEqual([]);
});
