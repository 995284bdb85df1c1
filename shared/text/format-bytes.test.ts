import { expect, test } from 'vitest';
import { bytes, gib, mib } from '../base/bytes.ts';
import { formatBytes, formatFraction, formatRatio, formatSeconds, setByteUnits } from './format-bytes.ts';

test.each([
  [bytes(0), '0 B'],
  [bytes(1023), '1023 B'],
  [bytes(1024), '1 KiB'],
  [bytes(1536), '1.5 KiB'],
  [bytes(2 ** 20 - 1), '1 MiB'],
  [mib(150), '150 MiB'],
  [gib(8.1), '8.1 GiB'],
  [gib(10), '10 GiB'],
  [gib(1085), '1.1 TiB'],
])('%i bytes read as %s', (size, text) => {
  expect(formatBytes(size)).toBe(text);
});

test('a small share keeps a decimal, a large one does not', () => {
  expect(formatFraction(0.014)).toBe('1.4 %');
  expect(formatFraction(0.714)).toBe('71 %');
  expect(formatFraction(0)).toBe('0 %');
});

test('times are never more precise than an estimate', () => {
  expect(formatSeconds(0.2)).toBe('less than a second');
  expect(formatSeconds(61)).toBe('about 61 s');
  expect(formatSeconds(130)).toBe('about 2 min');
  expect(formatSeconds(7200)).toBe('about 2.0 h');
});

test('a ratio is a multiple of capacity', () => {
  expect(formatRatio(2.4)).toBe('2.4×');
});

test('who counts in thousands is told so', () => {
  setByteUnits('decimal');
  expect(formatBytes(gib(1))).toBe('1.1 GB');
  setByteUnits('binary');
  expect(formatBytes(gib(1))).toBe('1 GiB');
});
