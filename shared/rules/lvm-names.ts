/** LVM's own limit for the name of a logical volume. */
const lvNameLimit = 127;

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
