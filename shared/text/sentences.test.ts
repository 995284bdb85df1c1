import { expect, test } from 'vitest';
import { gib } from '../base/bytes.ts';
import { vmName } from '../testing/builders.ts';
import { blockerText } from './blocker-text.ts';
import { failureText } from './failure-text.ts';

test('a blocker says what is in the way and what to do', () => {
  expect(blockerText({ code: 'vm-not-halted', vm: vmName('work'), power: 'paused' })).toBe(
    'work is paused, not halted. Shut it down first.',
  );
  expect(
    blockerText({ code: 'pool-too-small', pool: 'qubes_dom0/pool0', neededBytes: gib(6), freeBytes: gib(2) }),
  ).toBe('qubes_dom0/pool0 has 2 GiB free; 6 GiB is needed. Make room or extend the pool.');
});

test('a damaged registry is located, and its newest good backup named', () => {
  const damaged = { code: 'registry-damaged', path: '/q.xml', line: 7, column: 3, detail: 'no end' } as const;
  expect(failureText({ ...damaged, newestGoodBackup: '/b.xml' })).toBe(
    'The registry /q.xml is damaged at line 7, column 3: no end. Nothing was written. The newest good backup is /b.xml.',
  );
  expect(failureText({ ...damaged, line: null, newestGoodBackup: null })).toContain('No good backup was found.');
});

test('a refusal is all its reasons', () => {
  const text = failureText({
    code: 'refused',
    blockers: [
      { code: 'already-there', vm: vmName('work'), storageType: 'lvm' },
      { code: 'vm-not-halted', vm: vmName('work'), power: 'running' },
    ],
  });
  expect(text.split('\n')).toHaveLength(2);
});

test('of what a program printed the last line is told', () => {
  expect(
    failureText({
      code: 'command-failed',
      program: '/usr/sbin/lvcreate',
      exitCode: 5,
      stderr: 'WARNING: x\n  No space.\n',
    }),
  ).toBe('/usr/sbin/lvcreate failed with status 5: No space.');
});
