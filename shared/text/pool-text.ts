import type { Bytes } from '../base/bytes.ts';
import type { Pool, PoolHealth, PoolUse } from '../domain/pool.ts';
import type { PoolLevel, PoolPressure, StartGate } from '../rules/pool-pressure.ts';
import { formatBytes, formatFraction, formatRatio } from './format-bytes.ts';

const driverNames: Readonly<Record<string, string>> = {
  file: 'image files',
  'file-reflink': 'reflink files',
  lvm_thin: 'LVM thin',
};

export const poolDriverName = ({ driver }: Pool): string => driverNames[driver] ?? driver;

export const poolLevelNames: Readonly<Record<PoolLevel, string>> = {
  ok: 'room enough',
  warn: 'filling up',
  high: 'nearly full',
  critical: 'critical',
};

export const poolHealthNames: Readonly<Record<PoolHealth, string>> = {
  ok: 'healthy',
  'read-only': 'read-only',
  'out-of-data': 'out of data space',
  'needs-check': 'needs a check',
  failed: 'failed',
  unavailable: 'not connected',
};

export const poolUseNames: Readonly<Record<PoolUse, string>> = {
  all: 'all volumes',
  root: 'roots',
  private: 'private volumes',
  volatile: 'volatile volumes',
  kernel: 'kernels',
};

/** Which new volumes a pool is the default for; null for none, or where nobody tells. */
export const defaultForText = (pool: Pool): string | null =>
  pool.health !== 'unknown' || pool.defaultFor === null || pool.defaultFor.length === 0
    ? null
    : (pool.defaultFor.includes('all')
        ? pool.defaultFor.filter((use) => use === 'all' || use === 'kernel')
        : pool.defaultFor
      )
        .map((use) => poolUseNames[use])
        .join(', ');

export const poolText = {
  defaultFor: 'Default for',
  makeDefault: 'Make default',
  remove: 'Remove',
  pools: 'Pools',
  allPools: 'All pools',
  data: 'Data',
  map: 'Map',
  gate: 'VMs stop starting',
  gateClosed: 'VMs do not start',
  needsDom0: 'only root in dom0 can tell',
  unknown: 'unknown',
  none: 'No pools were found.',
  noneHint: 'Image files need none. A thin pool appears here as soon as LVM lists one.',
  promisedTo: (volumes: number): string => `Promised to ${volumes} ${volumes === 1 ? 'volume' : 'volumes'}`,
  ratio: 'Over-commit',
  ifFilled: 'If everyone filled up',
  users: 'Who uses it',
  userColumns: { qube: 'Qube', volume: 'Volume', limit: 'Limit', holds: 'Holds', share: 'Compared' },
  noUsers: 'No volume of a VM is in it.',
  allUsers: (count: number): string => `Show all ${count}`,
  fewerUsers: 'Show the largest only',
  crossed: (pool: string, level: string): string => `${pool} is ${level}.`,
  promised: 'promised',
  ofCapacity: 'of capacity',
  whatIsPromised: 'The sum of all size limits, and how many times the capacity that is.',
  shortfall(shortfall: Bytes | null): string {
    if (shortfall === null) return 'of an unknown capacity';
    return shortfall === 0 ? 'fits' : `${formatBytes(shortfall)} short if filled`;
  },
  used: (used: Bytes, size: Bytes): string => `${formatFraction(size === 0 ? 0 : used / size)} of ${formatBytes(size)}`,
};

/** The whole of a gauge as a sentence, for those who do not see it. */
export function gaugeSentence(part: 'data' | 'map', used: Bytes, size: Bytes, gateFraction: number | null): string {
  const what = part === 'data' ? 'data' : 'map space';
  const sentence = `${poolText.used(used, size)} ${what} used.`;
  return gateFraction === null ? sentence : `${sentence} VMs stop starting at ${formatFraction(gateFraction)}.`;
}

/** When VMs stop starting; null where nothing stops them before the end. */
export function gateFact(gate: StartGate | null): string | null {
  if (gate === null) return null;
  if (gate.isClosed) return 'now';
  const { dataFraction, metadataFraction } = gate;
  const data = dataFraction >= 1 ? 'data full' : `data ${formatFraction(dataFraction)}`;
  return `at ${data} or map ${formatFraction(metadataFraction)}`;
}

/** `1.1 TiB`, `2.4×` and `633 GiB short if filled`: what the pool has promised against what it has. */
export function promiseFacts(pool: Pool, pressure: PoolPressure): readonly [string, string, string] {
  return [
    formatBytes(pool.promisedBytes),
    pressure.overcommitRatio === null ? poolText.unknown : formatRatio(pressure.overcommitRatio),
    poolText.shortfall(pressure.shortfallBytes),
  ];
}
