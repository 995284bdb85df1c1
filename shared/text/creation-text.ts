/** Why a file cannot be the root of a new VM. */
export const imageProblems = {
  missing: 'is not there.',
  'no-file': 'is no ordinary file.',
  empty: 'is empty.',
  'in-use': 'is in use: something has it as a loop device.',
  'of-qubes': 'is in the folder of Qubes: what is in there belongs to a VM. Clone that one instead.',
} as const;

/** What VMs are not made of on the one system, and are on the other. */
export const optionsOfOthers = {
  'root-image': 'Qubes R4 takes no file as the root of a new qube. Create it empty, and import the file.',
  storage: 'On Qubes R4 a pool decides how volumes are stored. Name the pool: --pool POOL',
  pools: 'Here all volumes of a VM are in one pool. Name that one alone.',
  'for-disposables': 'Here disposables are started from the AppVM that is named after a template, with "-dvm" behind.',
} as const;
