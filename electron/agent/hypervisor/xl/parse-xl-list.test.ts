import { expect, test } from 'vitest';
import { parseXlList } from './parse-xl-list.ts';

/** As xl 4.1 of a core-2 dom0 prints it. */
const header = 'Name                                        ID   Mem VCPUs\tState\tTime(s)\n';
const list = (...lines: string[]): string => header + lines.map((line) => `${line}\n`).join('');

test('every domain but dom0 is a VM that is not halted', () => {
  const states = parseXlList(
    list(
      'Domain-0                                     0  4082     4     r-----    5132.6',
      'netvm                                        1   200     4     -b----     211.0',
      'work                                         7  1216     4     ------      98.4',
    ),
  );
  expect([...(states ?? [])]).toEqual([
    ['netvm', 'running'],
    ['work', 'running'],
  ]);
});

test.each([
  ['--p---', 'paused'],
  ['---s--', 'halting'],
  ['----c-', 'crashed'],
  ['---s-d', 'dying'],
] as const)('%s is %s, and not halted', (letters, power) => {
  expect(parseXlList(list(`work    7  400  4  ${letters}  1.0`))?.get('work' as never)).toBe(power);
});

test('an HVM is in use while its stub domain is, whichever is listed first', () => {
  expect(parseXlList(list('win7-dm   9  44  1  -b----  1.0'))?.get('win7' as never)).toBe('running');
  const both = list('win7   8  512  1  --p---  1.0', 'win7-dm   9  44  1  -b----  1.0');
  expect(parseXlList(both)?.get('win7' as never)).toBe('paused');
});

test('with no VM running there is dom0 alone', () => {
  expect(parseXlList(list('Domain-0   0  4082  4  r-----  1.0'))?.size).toBe(0);
});

test.each(['', 'xl: cannot connect to xenstore\n', `${header}work 7 400\n`])('%j is no list', (text) => {
  expect(parseXlList(text)).toBeNull();
});
