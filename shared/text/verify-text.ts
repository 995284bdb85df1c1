/** The words of `verify` that belong to no finding. */
export const verifyText = {
  adopt: 'give a volume that was found to the VM that misses it',
  remove: 'remove what was found, for good',
  busyVm: (vm: string, job: string): string =>
    `${vm} was not looked at: job ${job} is at work on it, or was cut off in the middle.`,
  nothingFound: 'Nothing was found: registry, storage and system agree.',
  repaired: (finding: string, what: string): string => `${finding}  Repaired: ${what}`,
  repairHint: (count: number, command: string): string =>
    `${count === 1 ? 'One of these' : `${count} of these`} can be repaired without losing anything: ${command}`,
  adoptHint: (command: string): string => `Adopt it with: ${command}`,
  removeHint: (command: string): string => `Remove it with: ${command}`,
} as const;
