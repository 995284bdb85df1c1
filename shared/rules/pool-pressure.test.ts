import { expect, test } from 'vitest';
import { gib, mib } from '../base/bytes.ts';
import { defaultAlertLevels } from '../domain/alert-levels.ts';
import { aReportedPool } from '../testing/a-reported-pool.ts';
import { aFilePool, aThinPool } from '../testing/builders.ts';
import { poolPressure, startGateOf } from './pool-pressure.ts';

const aCalmPool = (facts = {}) =>
  aThinPool({
    sizeBytes: gib(100),
    usedBytes: gib(10),
    metadataSizeBytes: mib(1000),
    metadataUsedBytes: mib(50),
    promisedBytes: gib(50),
    autoextendThresholdFraction: 1,
    ...facts,
  });

// facts/features-and-ux.md §5.1
test.each([
  [mib(8), 1, 0.75],
  [mib(16), 1, 0.75],
  [mib(112), 1, 0.964],
  [gib(1), 1, 0.996],
  [gib(1), 0.8, 0.8],
  [mib(8), 0.8, 0.75],
])('%i bytes of metadata with a threshold of %f put the metadata gate at %f', (size, threshold, gate) => {
  const pool = aCalmPool({
    metadataSizeBytes: size,
    metadataUsedBytes: mib(1),
    autoextendThresholdFraction: threshold,
  });
  expect(startGateOf(pool).metadataFraction).toBeCloseTo(gate, 3);
});

test('without a threshold data alone does not close the gate', () => {
  expect(startGateOf(aCalmPool({ usedBytes: gib(100) })).isClosed).toBe(false);
});

test('data above the threshold closes the gate, at it does not', () => {
  const at = { autoextendThresholdFraction: 0.8 };
  expect(startGateOf(aCalmPool({ ...at, usedBytes: gib(80) })).isClosed).toBe(false);
  expect(startGateOf(aCalmPool({ ...at, usedBytes: gib(80) + 1 })).isClosed).toBe(true);
});

test('less than 4 MiB of free metadata closes the gate', () => {
  expect(startGateOf(aCalmPool({ metadataUsedBytes: mib(995) })).isClosed).toBe(false);
  expect(startGateOf(aCalmPool({ metadataUsedBytes: mib(996) })).isClosed).toBe(true);
});

test.each(['read-only', 'out-of-data', 'needs-check', 'failed', 'unavailable'] as const)(
  'a pool that is %s starts nothing and is critical',
  (health) => {
    const pressure = poolPressure(aCalmPool({ health }));
    expect(pressure.startGate?.isClosed).toBe(true);
    expect(pressure.level).toBe('critical');
  },
);

test.each([
  [{ usedBytes: gib(74) }, 'ok'],
  [{ usedBytes: gib(75) }, 'warn'],
  [{ usedBytes: gib(85) }, 'high'],
  [{ usedBytes: gib(95) }, 'critical'],
  [{ metadataUsedBytes: mib(600) }, 'warn'],
  [{ metadataUsedBytes: mib(750) }, 'high'],
  [{ metadataUsedBytes: mib(850) }, 'critical'],
  // Ten points from its gate, whatever its share.
  [{ usedBytes: gib(61), autoextendThresholdFraction: 0.7 }, 'warn'],
  [{ usedBytes: gib(69), autoextendThresholdFraction: 0.7 }, 'critical'],
] as const)('%j is %s', (facts, level) => {
  expect(poolPressure(aCalmPool(facts)).level).toBe(level);
});

test('promises beyond the capacity are a ratio and a shortfall', () => {
  const pressure = poolPressure(aCalmPool({ promisedBytes: gib(240) }));
  expect(pressure.overcommitRatio).toBeCloseTo(2.4);
  expect(pressure.shortfallBytes).toBe(gib(140));
});

test('a directory has no gate, and its promises may fit', () => {
  const pressure = poolPressure(aFilePool({ sizeBytes: gib(100), usedBytes: gib(20), promisedBytes: gib(50) }));
  expect(pressure).toEqual({ overcommitRatio: 0.5, shortfallBytes: 0, startGate: null, level: 'ok' });
});

test('a pool that only qubesd tells of has a level by what it tells, and no gate', () => {
  expect(poolPressure(aReportedPool())).toEqual({
    overcommitRatio: 0.5,
    shortfallBytes: 0,
    startGate: null,
    level: 'ok',
  });
  expect(poolPressure(aReportedPool({ metadataUsedBytes: mib(900) })).level).toBe('critical');
  expect(poolPressure(aReportedPool({ usedBytes: gib(90) })).level).toBe('high');
});

test('of a pool whose size nobody tells nothing is concluded', () => {
  const nothing = { sizeBytes: null, usedBytes: null, metadataSizeBytes: null, metadataUsedBytes: null };
  expect(poolPressure(aReportedPool(nothing))).toEqual({
    overcommitRatio: null,
    shortfallBytes: null,
    startGate: null,
    level: 'ok',
  });
});

test('a person may be told earlier, or later', () => {
  const pool = aCalmPool({ usedBytes: gib(50) });
  const levels = { ...defaultAlertLevels, data: { warn: 0.4, high: 0.6, critical: 0.9 } };
  expect(poolPressure(pool).level).toBe('ok');
  expect(poolPressure(pool, levels).level).toBe('warn');
});
