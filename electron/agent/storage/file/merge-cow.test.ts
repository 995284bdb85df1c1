import { expect, test } from 'vitest';
import { sectorsLeft } from './merge-cow.ts';

test('a merge is done when nothing but the list itself is left in the COW', () => {
  expect(sectorsLeft('0 131072 snapshot-merge 4608/131072 512\n')).toBe(4096);
  expect(sectorsLeft('0 131072 snapshot-merge 512/131072 512\n')).toBe(0);
});

test.each(['Invalid', 'Merge failed', 'Overflow'])('what the kernel calls "%s" is no merge', (word) => {
  expect(sectorsLeft(`0 131072 snapshot-merge ${word}\n`)).toBeUndefined();
});
