import { bytes, kib, roundUpTo, type Bytes } from '#shared/base/bytes.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { FreshVolume, PlannedVolume } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { RootImage } from '../storage/root-images.ts';
import type { FoundRevision, FoundVolume, StorageBackend } from '../storage/storage-backend.ts';
import { plannedTarget, plannedVolume } from './planned-volume.ts';
import { targetPool } from './target-pool.ts';

/** Where the volumes of a VM that is made go to. */
export interface Destination {
  readonly vm: VmName;
  readonly vmDir: string;
  readonly backend: StorageBackend;
  /** Undefined: where its source is, if that is of this kind of storage, and else where such volumes go. */
  readonly pool: PoolId | undefined;
}

/** A volume that begins with nothing in it. */
export interface WantedVolume {
  readonly role: VolumeRole;
  readonly sizeBytes: Bytes;
  readonly fileSystem: FreshVolume['fileSystem'];
}

export interface PlacedVolumes {
  readonly volumes: readonly PlannedVolume[];
  readonly fresh: readonly FreshVolume[];
  /** Those that are written to. */
  readonly pools: readonly Pool[];
  readonly blockers: readonly Blocker[];
}

/** The VM's volumes made from those of another VM. One that this has not got is a blocker of its own, elsewhere. */
export function placeFrom(
  source: RegisteredVm,
  roles: readonly VolumeRole[],
  destination: Destination,
  world: World,
  { isCommitted = false }: { readonly isCommitted?: boolean | undefined } = {},
): Result<PlacedVolumes, Blocker> {
  const { backend, pool: asked } = destination;
  const volumes: PlannedVolume[] = [];
  const pools = new Set<Pool>();
  const blockers: Blocker[] = [];
  for (const role of roles) {
    const found = volumeIn(world.surveys[source.storageType], source.name, role);
    if (found === undefined) continue;
    const isSameKind = source.storageType === backend.kind;
    const pool = targetPool(backend.kind, asked ?? (isSameKind ? found.pool : undefined), world);
    if (!pool.ok) return pool;
    const canShare = isSameKind && found.pool === pool.value.id && backend.reserveSnapshot !== undefined;
    const revision = isCommitted ? committedRevision(found) : null;
    // What is kept is not there to be read.
    if (!canShare && revision !== null) blockers.push({ code: 'committed-stays-in-pool', vm: source.name, role });
    // A snapshot is made of a volume that nobody reads.
    if (!canShare && revision === null && !found.isActive)
      blockers.push({ code: 'volume-inactive', vm: source.name, role });
    const slot = { vm: destination.vm, vmDir: destination.vmDir, role };
    volumes.push(plannedVolume(source, found, slot, backend, pool.value, canShare ? 'snapshot' : 'copy', revision));
    pools.add(pool.value);
  }
  return ok({ volumes, fresh: [], pools: [...pools], blockers });
}

/** What a session that is not over began with; null while the volume itself is what was last committed. */
export const committedRevision = ({ isDirty, revisions }: FoundVolume): FoundRevision | null =>
  isDirty ? (revisions.find(({ isCommitted }) => isCommitted) ?? null) : null;

/** Image files are a whole number of these, as their file systems hand out space. */
const imageGranule = kib(4);

/** The VM's volumes made anew. */
export function placeFresh(
  wanted: readonly WantedVolume[],
  { vm, vmDir, backend, pool: asked }: Destination,
  world: World,
): Result<PlacedVolumes, Blocker> {
  const pool = targetPool(backend.kind, asked, world);
  if (!pool.ok) return pool;
  const fresh = wanted.map(({ role, sizeBytes, fileSystem }) => ({
    ...plannedTarget({ vm, vmDir, role }, backend, pool.value, roundUpTo(imageGranule, sizeBytes)),
    fileSystem,
  }));
  return ok({ volumes: [], fresh, pools: [pool.value], blockers: [] });
}

/** The root of the VM from a file that a person brought along. */
export function placeImage(
  image: RootImage,
  { vm, vmDir, backend, pool: asked }: Destination,
  world: World,
): Result<PlacedVolumes, Blocker> {
  const pool = targetPool(backend.kind, asked, world);
  if (!pool.ok) return pool;
  const volume: PlannedVolume = {
    ...plannedTarget({ vm, vmDir, role: 'root' }, backend, pool.value, roundUpTo(imageGranule, image.sizeBytes)),
    by: 'copy',
    source: { vm, vmDir },
    from: 'file',
    sourcePath: image.path,
    sizeBytes: image.sizeBytes,
    dataBytes: image.dataBytes,
    sourceIdentity: image.identity,
    sourceRevision: null,
  };
  return ok({ volumes: [volume], fresh: [], pools: [pool.value], blockers: [] });
}

/** What one VM gets from several places. */
export function allPlaced(parts: readonly Result<PlacedVolumes, Blocker>[]): Result<PlacedVolumes, Blocker> {
  const failed = parts.find((part) => !part.ok);
  if (failed !== undefined) return failed;
  const placed = parts.flatMap((part) => (part.ok ? [part.value] : []));
  return ok({
    volumes: placed.flatMap(({ volumes }) => volumes),
    fresh: placed.flatMap(({ fresh }) => fresh),
    pools: [...new Set(placed.flatMap(({ pools }) => pools))],
    blockers: placed.flatMap(({ blockers }) => blockers),
  });
}

/** A new ext4 file system takes about this share of its volume (measured: 5 MiB of 10 GiB). */
const fileSystemShare = 1 / 1024;

/** What the volumes take of their pool at once: nothing where they begin as snapshots. */
export const newDataOf = ({ volumes, fresh }: Pick<PlacedVolumes, 'volumes' | 'fresh'>, pool: PoolId) =>
  [
    ...volumes.map((volume) => ({ ...volume, dataBytes: volume.by === 'copy' ? volume.dataBytes : bytes(0) })),
    ...fresh.map((volume) => ({
      ...volume,
      dataBytes: bytes(volume.fileSystem === null ? 0 : Math.ceil(volume.targetSizeBytes * fileSystemShare)),
    })),
  ]
    .filter(({ toPool }) => toPool === pool)
    .map(({ targetSizeBytes, dataBytes }) => ({ sizeBytes: targetSizeBytes, dataBytes }));
