import type { VmNameProblem } from '../domain/blocker.ts';

const vmNameLimit = 31;
const reservedNames = ['none', 'true', 'false', 'default', 'domain-0', 'dom0'];
/** Xen's stub domains are called so. */
const reservedEnding = '-dm';

/** Null for a name that a new VM may have, as far as the name goes: whether it is taken, or LVM takes it, is another question. */
export function vmNameProblem(name: string): VmNameProblem | null {
  if (name === '') return { code: 'empty' };
  if (name.length > vmNameLimit) return { code: 'too-long', limit: vmNameLimit };
  const illegal = /[^a-zA-Z0-9_-]/u.exec(name)?.[0];
  if (illegal !== undefined) return { code: 'character-not-allowed', character: illegal };
  if (!/^[a-zA-Z]/.test(name)) return { code: 'first-character-no-letter', character: name.charAt(0) };
  const lowerCase = name.toLowerCase();
  if (reservedNames.includes(lowerCase)) return { code: 'reserved', word: name };
  return lowerCase.endsWith(reservedEnding) ? { code: 'reserved', word: reservedEnding } : null;
}
