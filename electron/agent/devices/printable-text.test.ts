import { expect, test } from 'vitest';
import { printableText } from './printable-text.ts';

test.each([
  ['SanDisk Ultra', 'SanDisk Ultra'],
  ['Büro €', 'Büro €'],
  ['\u001b[2J', '\ufffd[2J'],
  ['a\nb\u202eDNA', 'a\ufffdb\ufffdDNA'],
])('%j is printed as %j', (text, printed) => {
  expect(printableText(text)).toBe(printed);
});
