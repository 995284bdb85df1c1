import { expect, test } from 'vitest';
import { bytes, gib, kib, mib } from '#shared/base/bytes.ts';
import { readSize } from './read-size.ts';

test.each([
  ['10G', gib(10)],
  ['2gb', gib(2)],
  ['512MB', mib(512)],
  ['4k', kib(4)],
  ['1048576', mib(1)],
  ['512b', bytes(512)],
])('%s is a size', (text, size) => {
  expect(readSize(text)).toBe(size);
});

test.each(['', 'G', '-1G', '1.5G', '0', '10 G', '10X', '999999999999999T'])('"%s" is none', (text) => {
  expect(readSize(text)).toBeNull();
});
