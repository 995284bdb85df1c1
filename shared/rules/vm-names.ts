import type { VmNameProblem } from '../domain/blocker.ts';

const vmNameLimit = 31;
/** LVM's own limit for the name of a logical volume. */
const lvNameLimit = 127;

const reservedNames = ['none', 'true', 'false', 'default', 'domain-0', 'dom0'];
/** Xen's stub domains are called so. */
const reservedEnding = '-dm';

/** lvm(7), "Valid names"; tried on lvm2 2.03.16. */
const lvmReservedStarts = ['snapshot', 'pvmove'];
const lvmReservedParts = [
  '_cdata',
  '_cmeta',
  '_corig',
  '_cpool',
  '_cvol',
  '_imeta',
  '_iorig',
  '_mimage',
  '_mlog',
  '_pmspare',
  '_rimage',
  '_rmeta',
  '_tdata',
  '_tmeta',
  '_vdata',
  '_vorigin',
  '_wcorig',
];

/** The part of a logical volume's name for which LVM would refuse it: a reserved word, a character, or all of it. */
export function lvmNameProblem(lvName: string): string | null {
  if (lvName === '' || lvName === '.' || lvName === '..' || lvName.length > lvNameLimit) return lvName;
  if (lvName.startsWith('-')) return '-';
  const illegal = /[^A-Za-z0-9+_.-]/u.exec(lvName)?.[0];
  if (illegal !== undefined) return illegal;
  const start = lvmReservedStarts.find((word) => lvName.startsWith(word));
  return start ?? lvmReservedParts.find((part) => lvName.includes(part)) ?? null;
}

/** Null for a name that a new VM may have, as far as the name goes: whether it is taken is another question. */
export function vmNameProblem(name: string): VmNameProblem | null {
  if (name === '') return { code: 'empty' };
  if (name.length > vmNameLimit) return { code: 'too-long', limit: vmNameLimit };
  const illegal = /[^a-zA-Z0-9_-]/u.exec(name)?.[0];
  if (illegal !== undefined) return { code: 'character-not-allowed', character: illegal };
  if (!/^[a-zA-Z]/.test(name)) return { code: 'first-character-no-letter', character: name.charAt(0) };
  const lowerCase = name.toLowerCase();
  if (reservedNames.includes(lowerCase)) return { code: 'reserved', word: name };
  if (lowerCase.endsWith(reservedEnding)) return { code: 'reserved', word: reservedEnding };
  const part = lvmNameProblem(`${name}-root`) ?? lvmNameProblem(`${name}-private`);
  return part === null ? null : { code: 'reserved-by-lvm', part };
}
