import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteRange } from './byte-range.ts';
import { copyPieces } from './copy-pieces.ts';

const layout = { granuleBytes: 4, unitBytes: 16, endByte: 198 };
const pieces = (...extents: readonly ByteRange[]) => [...copyPieces(extents, layout)];

const someExtents = fc
  .uniqueArray(fc.integer({ min: 0, max: 196 }), { maxLength: 20 })
  .map((offsets) => offsets.toSorted((left, right) => left - right))
  .map((offsets) =>
    offsets.flatMap((startByte, index): ByteRange[] => {
      const endByte = offsets[index + 1];
      return index % 2 === 0 && endByte !== undefined ? [{ startByte, endByte }] : [];
    }),
  );

test('extents are rounded out to granules and cut at units', () => {
  expect(pieces({ startByte: 5, endByte: 18 })).toEqual([
    { startByte: 4, endByte: 16 },
    { startByte: 16, endByte: 20 },
  ]);
});

test('extents that meet after rounding travel together, within one unit', () => {
  expect(pieces({ startByte: 1, endByte: 2 }, { startByte: 3, endByte: 5 }, { startByte: 9, endByte: 10 })).toEqual([
    { startByte: 0, endByte: 12 },
  ]);
});

test('the last granule ends with the target', () => {
  expect(pieces({ startByte: 197, endByte: 198 })).toEqual([{ startByte: 196, endByte: 198 }]);
});

test('pieces cover exactly the granules that any extents touch, in order and once', () => {
  fc.assert(
    fc.property(someExtents, (extents) => {
      const covered = pieces(...extents).flatMap(({ startByte, endByte }) => {
        expect(startByte % 4).toBe(0);
        expect(Math.floor(startByte / 16)).toBe(Math.floor((endByte - 1) / 16));
        return Array.from({ length: Math.ceil((endByte - startByte) / 4) }, (_, index) => startByte / 4 + index);
      });
      const touched = extents.flatMap(({ startByte, endByte }) =>
        Array.from({ length: endByte - startByte }, (_, index) => Math.floor((startByte + index) / 4)),
      );
      expect(covered).toEqual([...new Set(touched)]);
    }),
  );
});
