import { expect, test } from 'vitest';
import { lvmNameProblem } from './lvm-names.ts';

test.each(['work-root', 'a', 'fedora-20-x64-private', 'vm-snapshot1-root', 'A+b_c.d-e', 'x'.repeat(127)])(
  'LVM takes %s',
  (name) => expect(lvmNameProblem(name)).toBeNull(),
);

test.each([
  ['', ''],
  ['.', '.'],
  ['..', '..'],
  ['-work', '-'],
  ['work root', ' '],
  ['wörk-root', 'ö'],
  ['a/b', '/'],
  ['snapshot1-root', 'snapshot'],
  ['pvmove-x-root', 'pvmove'],
  ['my_tmeta-root', '_tmeta'],
  ['my_pmspare', '_pmspare'],
  ['x'.repeat(128), 'x'.repeat(128)],
])('LVM refuses "%s" for "%s"', (name, part) => expect(lvmNameProblem(name)).toBe(part));
