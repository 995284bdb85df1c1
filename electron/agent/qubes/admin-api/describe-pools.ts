import { sumBytes } from '#shared/base/bytes.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { ReportedPool, ThinPool } from '#shared/domain/pool.ts';
import type { StorageKind } from '#shared/domain/volume.ts';
import type { SeenVolume, ThinLook } from '../../storage/thin-volumes.ts';
import type { PoolReading } from './read-pools.ts';
import { knownVolumes, type KnownVolume, type SystemReading } from './system-reading.ts';

export const poolIdOf = (name: string): PoolId => name as PoolId;

/** The pools as they are shown. Where they may not be listed, the volumes still tell which there are. */
export function describePools(reading: SystemReading): readonly ReportedPool[] {
  const vms = reading.vms.ok ? reading.vms.value : [];
  const volumes = knownVolumes(vms);
  // A VM whose volumes we may not see would make orphans of them.
  const seesAll =
    reading.seesAllVms &&
    reading.vms.ok &&
    vms.every((vm) => vm.volumes.ok && vm.volumes.value.every(({ info }) => info.ok));
  if (reading.pools.ok) return reading.pools.value.map((pool) => describePool(pool, volumes, seesAll, reading.thin));
  const { error } = reading.pools;
  const kept = { ok: false, error } as const;
  const names = new Set(volumes.map(({ info }) => info.pool));
  return [...names].map((name) =>
    describePool({ name, info: kept, usage: kept, vids: kept, defaultFor: kept }, volumes, false, null),
  );
}

function describePool(
  pool: PoolReading,
  volumes: readonly KnownVolume[],
  seesAll: boolean,
  look: ThinLook | null,
): ReportedPool {
  const info = pool.info.ok ? pool.info.value : undefined;
  const usage = pool.usage.ok ? pool.usage.value : undefined;
  const inIt = volumes.filter((volume) => volume.info.pool === pool.name);
  const owned = new Map(inIt.map((volume) => [volume.info.vid, volume.info]));
  const promised = [...owned.values()].filter(({ saveOnStop }) => saveOnStop);
  const thin = info === undefined ? undefined : look?.pools.get(`${info.volumeGroup ?? ''}/${info.thinPool ?? ''}`);
  const includedIn = info?.includedIn ?? null;
  return {
    id: poolIdOf(pool.name),
    name: pool.name,
    driver: info?.driver ?? 'unknown',
    health: 'unknown',
    thin: thin === undefined ? null : figuresOf(thin),
    // LVM's own are of now, qubesd's up to 30 s old (facts T7).
    sizeBytes: thin?.sizeBytes ?? usage?.sizeBytes ?? info?.sizeBytes ?? null,
    usedBytes: thin?.usedBytes ?? usage?.usedBytes ?? info?.usedBytes ?? null,
    metadataSizeBytes: thin?.metadataSizeBytes ?? usage?.metadataSizeBytes ?? null,
    metadataUsedBytes: thin?.metadataUsedBytes ?? usage?.metadataUsedBytes ?? null,
    includedIn: includedIn === null ? null : poolIdOf(includedIn),
    promisedBytes: sumBytes(promised.flatMap(({ sizeBytes }) => sizeBytes ?? [])),
    volumeCount: promised.length,
    defaultFor: pool.defaultFor.ok ? pool.defaultFor.value : null,
    orphans: seesAll && pool.vids.ok ? orphansIn(pool.vids.value, owned, look) : null,
  };
}

const figuresOf = (pool: ThinPool): NonNullable<ReportedPool['thin']> => ({
  health: pool.health,
  chunkBytes: pool.chunkBytes,
  extentBytes: pool.extentBytes,
  volumeGroupFreeBytes: pool.volumeGroupFreeBytes,
  autoextendThresholdFraction: pool.autoextendThresholdFraction,
});

/**
 * Volumes called like a VM's (`VG/vm-NAME-ROLE`) that are of no VM. Only a thin pool's list has such: it holds every
 * logical volume, dom0's own among them, while other drivers list only what qubesd knows.
 */
const orphansIn = (
  vids: readonly string[],
  owned: ReadonlyMap<string, unknown>,
  look: ThinLook | null,
): readonly string[] =>
  vids.filter((vid) => /^[^/]+\/vm-/.test(vid) && !owned.has(vid) && !isOfAJob(look?.volumes.get(vid)));

const isOfAJob = (volume: SeenVolume | undefined): boolean =>
  volume !== undefined && (volume.job !== null || volume.keptBy !== null);

/** The kind of storage that a driver keeps volumes in. */
export function storageKindOf(driver: string): StorageKind {
  switch (driver) {
    case 'lvm_thin':
      return 'lvm';
    case 'file':
    case 'file-reflink':
    case 'linux-kernel':
      return 'file';
    default:
      return 'other';
  }
}
