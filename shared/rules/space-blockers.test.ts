import { expect, test } from 'vitest';
import { bytes, gib, kib, mib } from '../base/bytes.ts';
import { aFilePool, aThinPool } from '../testing/builders.ts';
import { poolEffect, spaceBlockers } from './space-blockers.ts';

const aPool = (facts = {}) =>
  aThinPool({
    sizeBytes: gib(100),
    usedBytes: gib(50),
    promisedBytes: gib(100),
    metadataSizeBytes: gib(1),
    metadataUsedBytes: mib(100),
    autoextendThresholdFraction: 1,
    chunkBytes: kib(64),
    ...facts,
  });
const data = (dataBytes: number, sizeBytes = gib(200)) => [{ sizeBytes, dataBytes: bytes(dataBytes) }];

test('what counts is the data that exists, not the size limit', () => {
  expect(spaceBlockers(aPool(), data(gib(40)))).toEqual([]);
});

test('data that does not fit is refused with both numbers', () => {
  expect(spaceBlockers(aPool(), data(gib(51)))).toEqual([
    { code: 'pool-too-small', pool: 'qubes_dom0/pool0', neededBytes: gib(51), freeBytes: gib(50) },
  ]);
});

test('a directory of images is asked for room alone: it has no chunks and no gate', () => {
  const pool = aFilePool({ sizeBytes: gib(100), usedBytes: gib(60) });
  expect(spaceBlockers(pool, data(gib(40)))).toEqual([]);
  expect(spaceBlockers(pool, data(gib(41)))).toMatchObject([{ code: 'pool-too-small', freeBytes: gib(40) }]);
});

test('data is counted in whole chunks', () => {
  const pool = aPool({ usedBytes: gib(100) - kib(64) });
  expect(spaceBlockers(pool, data(kib(64)))).toEqual([]);
  expect(spaceBlockers(pool, data(kib(64) + 1))).toMatchObject([{ code: 'pool-too-small' }]);
});

test('a migration that would close the start gate is refused', () => {
  const pool = aPool({ autoextendThresholdFraction: 0.8 });
  expect(spaceBlockers(pool, data(gib(30)))).toEqual([]);
  expect(spaceBlockers(pool, data(gib(31)))).toMatchObject([
    { code: 'pool-past-gate', part: 'data', afterFraction: 0.81, gateFraction: 0.8 },
  ]);
});

test('the map can be the part that is short', () => {
  const pool = aPool({ metadataSizeBytes: mib(8), metadataUsedBytes: mib(5.99) });
  expect(spaceBlockers(pool, data(gib(10)))).toMatchObject([{ code: 'pool-past-gate', part: 'metadata' }]);
});

test('nothing is written to an unhealthy pool', () => {
  expect(spaceBlockers(aPool({ health: 'read-only' }), data(1))).toEqual([
    { code: 'pool-unhealthy', pool: 'qubes_dom0/pool0', health: 'read-only' },
  ]);
});

test('the effect tells data, promises, and what is left to the gate', () => {
  const effect = poolEffect(aPool({ autoextendThresholdFraction: 0.8 }), data(gib(10)));
  expect(effect.dataFraction).toEqual({ before: 0.5, after: 0.6 });
  expect(effect.overcommitRatio).toEqual({ before: 1, after: 3 });
  expect(effect.bytesToGate).toBe(gib(20));
});
