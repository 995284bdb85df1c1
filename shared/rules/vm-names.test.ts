import { expect, test } from 'vitest';
import { vmNameProblem } from './vm-names.ts';

test.each(['work', 'fedora-20-x64', 'fc20', 'A', 'my_vm', 'fedora-20-x64-dvm', 'snap', 'x'.repeat(31)])(
  'a VM may be named %s',
  (name) => expect(vmNameProblem(name)).toBeNull(),
);

test.each([
  ['', { code: 'empty' }],
  ['x'.repeat(32), { code: 'too-long', limit: 31 }],
  ['1st', { code: 'first-character-no-letter', character: '1' }],
  ['-x', { code: 'first-character-no-letter', character: '-' }],
  ['a.b', { code: 'character-not-allowed', character: '.' }],
  ['a/../b', { code: 'character-not-allowed', character: '/' }],
  ['a\n', { code: 'character-not-allowed', character: '\n' }],
  ['None', { code: 'reserved', word: 'None' }],
  ['TRUE', { code: 'reserved', word: 'TRUE' }],
  ['Domain-0', { code: 'reserved', word: 'Domain-0' }],
  ['dom0', { code: 'reserved', word: 'dom0' }],
  ['windows-dm', { code: 'reserved', word: '-dm' }],
])('no VM may be named "%s"', (name, problem) => expect(vmNameProblem(name)).toEqual(problem));
