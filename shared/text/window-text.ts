import type { SystemKind } from '../domain/system.ts';
import type { Preferences } from '../domain/preferences.ts';
import { formatBytes } from './format-bytes.ts';
import type { Bytes } from '../base/bytes.ts';

/** The words of the window that belong to no job, plan, pool or failure. */
export const windowText = {
  appName: 'Qubes Storage Manager',
  screens: {
    qubes: 'Qubes',
    pools: 'Pools',
    devices: 'Devices',
    jobs: 'Jobs',
    kept: 'Kept originals',
    checks: 'Checks',
    settings: 'Settings',
  },
  navigation: 'Screens',
  thisWindow: 'This window',
  theme: 'Theme',
  close: 'Close',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
} as const;

export const themeNames: Readonly<Record<Preferences['theme'], string>> = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
};

export const systemNames: Readonly<Record<SystemKind, string>> = {
  sandbox: 'Sandbox',
  dom0: 'This machine',
  admin: 'Admin API',
};

export const connectionText = {
  connecting: (system: SystemKind): string =>
    system === 'sandbox' ? 'Starting the sandbox' : 'Connecting to the storage agent',
  connectingHint: (system: SystemKind): string =>
    system === 'sandbox'
      ? 'A whole dom0 in a box: the first start makes its disks and fills them. This takes a minute or so.'
      : 'The list of qubes appears as soon as the agent answers.',
  connectingAgain: 'Connecting again.',
  lost: 'Not connected to the storage agent',
  retrying: 'Trying again by itself.',
  tryAgain: 'Try again',
  lastSeen: (time: string): string => `What you see was true at ${time}.`,
  notConnected: 'Not connected to the storage agent. Wait until it is back.',
  problems: (count: number): string =>
    count === 1 ? 'One thing is not as it should be' : `${count} things are not as they should be`,
};

export const qubesText = {
  tableName: 'Qubes',
  search: 'Search qubes',
  newVm: 'New qube…',
  searchHint: 'Search qubes  ( / )',
  storageFilter: 'Storage',
  storageFilters: { any: 'any', file: 'image files', lvm: 'LVM' },
  powerFilter: 'State',
  powerFilters: { any: 'any', halted: 'halted', 'not-halted': 'not halted', outdated: 'outdated' },
  any: 'any',
  poolFilter: 'Pool',
  classFilter: 'Class',
  viewMenu: 'View',
  severalPools: 'several',
  more: 'More',
  migrateSelectedBack: 'Migrate to image files…',
  autobootSelected: 'Start at boot…',
  noAutobootSelected: 'Do not start at boot…',
  removeSelected: 'Remove…',
  freeSelected: 'Free what is kept…',
  showInternal: (count: number): string => `Show internal (${count})`,
  columns: {
    name: 'Name',
    state: 'State',
    class: 'Class',
    template: 'Template',
    root: 'Root',
    private: 'Private',
    pool: 'Pool',
    limit: 'Limit',
    holds: 'Holds',
    kept: 'Kept',
    autoboot: 'Autoboot',
    select: 'Selected',
    act: 'Action',
  },
  autobootOn: 'on',
  autobootOff: 'off',
  none: '–',
  selectAll: 'Select all shown',
  open: (vm: string): string => `Open ${vm}`,
  select: (vm: string): string => `Select ${vm}`,
  migrate: (system: SystemKind): string => (system === 'admin' ? 'Migrate…' : 'Migrate to LVM'),
  migrateNamed: (system: SystemKind, vm: string): string =>
    system === 'admin' ? `Migrate: ${vm}` : `Migrate to LVM: ${vm}`,
  migrateSelected: (system: SystemKind): string => (system === 'admin' ? 'Migrate' : 'Migrate to LVM…'),
  migrateTo: (pool: string): string => `To ${pool}…`,
  selection: (count: number, size: Bytes): { readonly count: string; readonly size: string } => ({
    count: `${count} selected`,
    size: `${formatBytes(size)} held`,
  }),
  clearSelection: 'Clear selection',
  nothingToMigrate: 'None of the selected qubes can be migrated now.',
  shown: (shown: number, all: number): string => (shown === all ? `${all} qubes` : `${shown} of ${all} qubes`),
  noVms: 'There are no qubes here yet.',
  noVmsHint: 'As soon as the registry lists one, it appears by itself.',
  noMatch: 'No qube matches.',
  clearFilters: 'Clear search and filters',
  label: (label: string | null): string => (label === null ? 'label not permitted to see' : `label ${label}`),
  exactly: (size: number): string => `${size.toLocaleString('en')} bytes`,
};

const jobGroupNames = { interrupted: 'Interrupted', active: 'Active', waiting: 'Waiting', ended: 'Done' } as const;

export const jobsText = {
  none: 'No jobs yet.',
  noneHint: 'Migrate a qube to LVM, and its progress and result are listed here.',
  idle: 'No job is running.',
  waiting: (count: number): string => (count === 1 ? '1 job waits' : `${count} jobs wait`),
  interrupted: (count: number): string => (count === 1 ? '1 job was interrupted' : `${count} jobs were interrupted`),
  cancel: 'Cancel',
  cancelNamed: (job: string): string => `Cancel the ${job}`,
  notCancellable: 'The switch has been made: from here on the job only goes forward.',
  resume: 'Resume',
  discard: 'Discard',
  resumeNamed: (job: string): string => `Resume the ${job}`,
  discardNamed: (job: string): string => `Discard the ${job}`,
  cannotDiscard: 'The switch has been made: the job can only be finished.',
  showDrawer: 'Show jobs',
  hideDrawer: 'Hide jobs',
  drawer: 'Jobs at a glance',
  leftovers: 'Left behind, because removing it failed too:',
  log: 'Log',
  logOutcomes: { done: 'done', failed: 'failed', undone: 'undone', cancelled: 'cancelled' },
  states: {
    queued: 'waiting',
    running: 'running',
    cancelling: 'cancelling',
    succeeded: 'done',
    cancelled: 'cancelled',
    failed: 'failed',
    interrupted: 'interrupted',
  },
  group: (group: 'interrupted' | 'active' | 'waiting' | 'ended', count: number): string =>
    `${jobGroupNames[group]} (${count})`,
  goesOn: 'Closing the window does not stop them.',
  phases: 'Phases',
  phaseDone: 'done',
  phaseNow: 'now',
  showJob: 'Show job',
};
