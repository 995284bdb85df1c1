import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isZero, nonZeroRuns } from './zero-test.ts';

test('a single set bit anywhere is not zero', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9000 }), fc.nat(), fc.integer({ min: 0, max: 7 }), (length, place, bit) => {
      const buffer = Buffer.alloc(length + 2, 0xff);
      buffer.fill(0, 1, length + 1);
      expect(isZero(buffer, 1, length + 1)).toBe(true);
      buffer[1 + (place % length)] = 1 << bit;
      expect(isZero(buffer, 1, length + 1)).toBe(false);
    }),
  );
});

test('neighbouring granules with data form one run, and the last one may be short', () => {
  const buffer = Buffer.alloc(32);
  for (const at of [5, 8, 29]) buffer[at] = 1;
  expect([...nonZeroRuns(buffer, 30, 4)]).toEqual([
    { startByte: 4, endByte: 12 },
    { startByte: 28, endByte: 30 },
  ]);
});
