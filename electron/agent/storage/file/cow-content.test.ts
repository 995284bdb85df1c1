import { expect, test } from 'vitest';
import { cowContent } from './cow-content.ts';

const header = (...numbers: readonly number[]): Buffer => {
  const buffer = Buffer.alloc(16);
  numbers.forEach((number, index) => buffer.writeUInt32LE(number, index * 4));
  return buffer;
};
const exception = (oldChunk: bigint, newChunk: bigint): Buffer => {
  const buffer = Buffer.alloc(16);
  buffer.writeBigUInt64LE(oldChunk, 0);
  buffer.writeBigUInt64LE(newChunk, 8);
  return buffer;
};
const none = exception(0n, 0n);
const valid = header(0x70416e53, 1, 1, 256);

test('a file of zeros is a COW that was never used', () => {
  expect(cowContent(header(), none)).toBe('empty');
});

test('a header alone says that nothing was written; the old chunk of the first exception may be number 0', () => {
  expect(cowContent(valid, none)).toBe('empty');
  expect(cowContent(valid, exception(0n, 2n))).toBe('changes');
});

test.each([
  ['marked as overflown', header(0x70416e53, 0, 1, 256)],
  ['of a version that is not known', header(0x70416e53, 1, 2, 256)],
  ['without a chunk size', header(0x70416e53, 1, 1, 0)],
  ['something else', header(0x12345678, 1, 1, 256)],
])('a COW is not believed when it is %s', (_, bad) => {
  expect(cowContent(bad, exception(0n, 2n))).toBe('invalid');
});
