import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

test('equal bytes have no difference, whatever follows them', () => {
  expect(firstDifference(Buffer.from('same one'), Buffer.from('same two'), 5)).toBeUndefined();
  expect(firstDifference(Buffer.alloc(0), Buffer.alloc(0), 0)).toBeUndefined();
});

test('the first of any differences is found', () => {
  const someBuffer = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(someBuffer, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (content, places) => {
      const left = Buffer.from(content);
      const right = Buffer.from(content);
      const changed = places.map((place) => place % content.length);
      for (const at of changed) right[at] = (content[at] ?? 0) ^ 0x40;
      expect(firstDifference(left, right, content.length)).toBe(Math.min(...changed));
    }),
  );
});
