import type { VmName } from '#shared/domain/ids.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import { volumeRoles, type StorageKind } from '#shared/domain/volume.ts';
import { storageKindOf } from '../qubes/admin-api/describe-pools.ts';
import type { PoolInfo } from '../qubes/admin-api/pool-info.ts';

/** What of a qube moves where, as a person is shown it. */
export const relocatedVolumes = (
  { from, to }: { readonly from: VmName; readonly to: VmName },
  volumes: readonly RecordedVolume[],
  pool: Pool,
  infos: ReadonlyMap<string, PoolInfo>,
): readonly PlannedVolume[] =>
  volumes.flatMap((volume) => {
    const role = volumeRoles.find((known) => known === volume.name);
    if (role === undefined) return [];
    return [
      {
        role,
        to: kindIn(pool.name, infos),
        toPool: pool.id,
        toPoolName: pool.name,
        targetPath: pathIn(infos.get(pool.name), to, volume, pool.name),
        targetSizeBytes: volume.sizeBytes,
        by: volume.pool === pool.name ? 'snapshot' : 'copy',
        source: { vm: from, vmDir: '' },
        from: kindIn(volume.pool, infos),
        sourcePath: volume.path,
        sizeBytes: volume.sizeBytes,
        dataBytes: volume.usedBytes,
        sourceIdentity: [volume.vid, ...volume.revisions].join(' '),
        sourceRevision: null,
      },
    ];
  });

export const kindIn = (pool: string, infos: ReadonlyMap<string, PoolInfo>): StorageKind =>
  storageKindOf(infos.get(pool)?.driver ?? '');

/** Where the driver puts it (facts §3.2). */
export function pathIn(
  info: PoolInfo | undefined,
  vm: VmName,
  { name, vid }: Pick<RecordedVolume, 'name' | 'vid'>,
  pool: string,
): string {
  if (info !== undefined && info.volumeGroup !== null) return `/dev/${info.volumeGroup}/vm-${vm}-${name}`;
  const folder = vid.startsWith('vm-templates/') ? 'vm-templates' : 'appvms';
  return info === undefined || info.dirPath === null
    ? `${pool}: ${name}`
    : `${info.dirPath}/${folder}/${vm}/${name}.img`;
}
