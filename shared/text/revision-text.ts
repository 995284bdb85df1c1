/** The words of the command line that are about older states of volumes. */
export const revisionText = {
  options: {
    volume: 'root or private; without it: the own root of the VM, or where it has none its private volume',
    to: 'the revision to go back to; without it: the newest',
    sure: 'really do it where what is now cannot be kept',
  },
  commands: {
    revert: 'make an older state of a volume the one of now',
    revisions: 'the older states that are kept of a VM',
    ls: 'list them',
    pin: 'keep one whatever number is kept',
    unpin: 'let it go with the others',
    note: 'write a note on one; an empty note takes it off',
  },
  columns: { revision: 'REVISION', taken: 'STATE OF', holds: 'HOLDS', pinned: 'PINNED', note: 'NOTE' },
  now: 'now',
  committed: 'committed',
  keeps: (role: string, count: number): string =>
    `Of ${role}, the newest ${count === 1 ? 'one stays' : `${count} stay`} at each stop, and what is pinned.`,
  none: (vm: string): string => `No older states of ${vm} are kept.`,
  noteTooLong: (limit: number): string => `A note has at most ${limit} characters.`,
  revertHint: (command: string): string => `There is no way back from it. To revert, type: ${command}`,
} as const;
