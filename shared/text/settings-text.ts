import type { ByteUnits } from '../domain/preferences.ts';
import type { SystemKind } from '../domain/system.ts';

/** What each system lets us do, as far as that does not depend on the day. */
const permits: Readonly<Record<SystemKind, string>> = {
  sandbox: 'Everything: it is a whole dom0 of its own, with real thin pools, and nothing of this machine is in it.',
  dom0: 'Everything that is listed here, on this machine’s own qubes.xml, image files and volume groups.',
  admin: 'Everything that is listed here, as far as Qubes’ policy allows each call.',
};

export const settingsText = {
  appearance: 'Appearance',
  theme: 'Theme',
  units: 'Sizes in',
  unitNames: { binary: 'GiB (1024)', decimal: 'GB (1000)' } satisfies Record<ByteUnits, string>,
  alerts: 'Alert levels of pools',
  alertsHint: 'Shares in use from which a pool is told to be filling up. Near its start gate it is told in any case.',
  part: 'Part',
  parts: { data: 'Data', metadata: 'Map' },
  levels: { warn: 'Filling up', high: 'Nearly full', critical: 'Critical' },
  level: (part: string, level: string): string => `${part}: ${level}, in percent`,
  reset: 'Reset',
  system: 'System',
  manages: 'Manages',
  host: 'Machine',
  permits: 'Permits',
  permitted: (system: SystemKind): string => permits[system],
  about: 'About',
  agent: 'Agent',
  agentFacts: (version: string, pid: number): string => `version ${version}, process ${pid}`,
  licence: 'Licence',
  licenceName: 'GPL 2.0 or later',
} as const;
