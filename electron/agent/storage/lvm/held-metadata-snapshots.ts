import type { NewFinding } from '../storage-checks.ts';
import { isThinPool, type LogicalVolume } from './lvm-report.ts';
import { poolIdOf } from './thin-pools.ts';

/** Pools whose metadata somebody has frozen for reading, as the kernel tells it, and not let go of. */
export function heldMetadataSnapshots(report: readonly LogicalVolume[], status: string): readonly NewFinding[] {
  const held = new Set(status.split('\n').flatMap(deviceWithHeldRoot));
  return report.filter(isThinPool).flatMap((pool) => {
    const device = poolDevices(pool).find((name) => held.has(name));
    if (device === undefined) return [];
    const facts = { vm: null, identity: poolIdOf(pool), pool: `${pool.vg}/${pool.name}`, device };
    return [{ code: 'metadata-snapshot-held', ...facts } as const];
  });
}

/** Device-mapper's name of a volume: hyphens within a name are doubled. */
const deviceName = ({ vg, name }: LogicalVolume): string =>
  [vg, name].map((part) => part.replaceAll('-', '--')).join('-');

/** The pool proper: under a layer of its own as soon as it has volumes. */
const poolDevices = (pool: LogicalVolume): readonly string[] => [`${deviceName(pool)}-tpool`, deviceName(pool)];

/**
 * `NAME: START LENGTH thin-pool TRANSACTION USED/TOTAL USED/TOTAL HELD ...` (thin-provisioning.rst); a hyphen where nothing
 * is held, and no such field where the pool has failed.
 */
function deviceWithHeldRoot(line: string): readonly string[] {
  const [name = '', , , target, ...fields] = line.trim().split(/\s+/);
  return target === 'thin-pool' && /^\d+$/.test(fields[3] ?? '') ? [name.replace(/:$/, '')] : [];
}
