import { expect, test } from 'vitest';
import { rowAfterKey, rowsBetween } from './row-range.ts';

const rows = ['a', 'b', 'c', 'd'];

test('a range goes both ways and includes its ends', () => {
  expect(rowsBetween(rows, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(rowsBetween(rows, 'd', 'b')).toEqual(['b', 'c', 'd']);
});

test('a range from a row that is not shown any more is the row reached', () => {
  expect(rowsBetween(rows, 'gone', 'c')).toEqual(['c']);
  expect(rowsBetween(rows, null, 'c')).toEqual(['c']);
});

test.each([
  ['ArrowDown', 1, 2],
  ['ArrowUp', 1, 0],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 9, 9],
  ['PageDown', 2, 7],
  ['PageUp', 2, 0],
  ['End', 0, 9],
  ['Home', 9, 0],
])('%s from row %i of ten leads to row %i', (key, from, to) => {
  expect(rowAfterKey(key, from, 10, 5)).toBe(to);
});

test('other keys and an empty list lead nowhere', () => {
  expect(rowAfterKey('x', 3, 10, 5)).toBeNull();
  expect(rowAfterKey('ArrowDown', 0, 0, 5)).toBeNull();
});
