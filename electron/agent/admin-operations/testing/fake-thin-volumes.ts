import { bytes, gib, mib } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, PoolId } from '#shared/domain/ids.ts';
import type { ThinPool } from '#shared/domain/pool.ts';
import {
  reservedVid,
  thinDevicePath,
  type KeptMark,
  type NewThinVolume,
  type ReservedThinVolume,
  type SeenVolume,
  type ThinLook,
  type ThinVolumes,
} from '../../storage/thin-volumes.ts';
import type { BlockCopier } from '../in-place/in-place-ports.ts';

interface FakeThinVolume extends SeenVolume {
  readonly content: string;
  readonly thinPool: string;
}

/** LVM of a dom0 with R4; what is in a volume is one word. Each change happens whole or not at all, as lvm2's do. */
export class FakeThinVolumes implements ThinVolumes, BlockCopier {
  readonly volumes = new Map<string, FakeThinVolume>();
  #made = 0;

  add(vid: string, thinPool: string, content: string, facts: Partial<FakeThinVolume> = {}): void {
    if (this.volumes.has(vid)) throw new Error(`${vid} is there`);
    this.#made += 1;
    const sizes = { sizeBytes: mib(32), usedBytes: mib(2) };
    const ours = { owner: null, job: null, keptBy: null };
    const plain = { uuid: `uuid-${this.#made}`, isActive: true, isOpen: false, ...sizes, ...ours };
    this.volumes.set(vid, { ...plain, vid, thinPool, content, ...facts });
  }

  look(): Promise<Result<ThinLook, Failure>> {
    const names = new Set([...this.volumes.values()].map(({ thinPool }) => thinPool));
    const pools = [...names].map(roomyPool);
    return Promise.resolve(ok({ pools: new Map(pools.map((pool) => [pool.name, pool])), volumes: this.volumes }));
  }

  reserve({ vm, role, vid, thinPool }: NewThinVolume, job: JobId): Promise<Result<ReservedThinVolume, Failure>> {
    const there = [...this.volumes.values()].find((one) => one.job === job && one.owner?.role === role);
    const at = there?.vid ?? reservedVid(vid, job);
    if (there === undefined) this.add(at, thinPool, '', { owner: { vm, role }, job });
    return Promise.resolve(ok({ path: thinDevicePath(at), granuleBytes: bytes(65_536) }));
  }

  rename({ vid }: SeenVolume, toVid: string): Promise<Result<void, Failure>> {
    if (vid === toVid) return Promise.resolve(done);
    if (this.volumes.has(toVid)) return Promise.resolve(err({ code: 'name-taken', name: toVid }));
    const volume = this.#get(vid);
    this.volumes.delete(vid);
    this.volumes.set(toVid, { ...volume, vid: toVid });
    return Promise.resolve(done);
  }

  markKept({ vid }: SeenVolume, mark: KeptMark | null): Promise<Result<void, Failure>> {
    const owner = mark === null ? null : { vm: mark.vm, role: mark.role };
    return this.#change(vid, { owner, keptBy: mark?.job ?? null });
  }

  release({ vid }: SeenVolume): Promise<Result<void, Failure>> {
    return this.#change(vid, { owner: null, job: null });
  }

  remove({ vid }: SeenVolume): Promise<Result<void, Failure>> {
    this.volumes.delete(vid);
    return Promise.resolve(done);
  }

  copy({ sourcePath, targetPath }: Parameters<BlockCopier['copy']>[0]): Promise<Result<void, Failure>> {
    return this.#change(vidOf(targetPath), { content: this.#get(vidOf(sourcePath)).content });
  }

  compare({ sourcePath, targetPath }: Parameters<BlockCopier['compare']>[0]): Promise<Result<void, Failure>> {
    const isSame = this.#get(vidOf(sourcePath)).content === this.#get(vidOf(targetPath)).content;
    return Promise.resolve(isSame ? done : err({ code: 'verify-mismatch', path: targetPath, atByte: 0 }));
  }

  /** All of it, without what every new volume gets anew. */
  described(): Readonly<Record<string, readonly unknown[]>> {
    const entries = [...this.volumes.values()].map(
      ({ vid, thinPool, content, owner, job, keptBy }) => [vid, [thinPool, content, owner, job, keptBy]] as const,
    );
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #change(vid: string, facts: Partial<FakeThinVolume>): Promise<Result<void, Failure>> {
    this.volumes.set(vid, { ...this.#get(vid), ...facts });
    return Promise.resolve(done);
  }

  #get(vid: string): FakeThinVolume {
    const volume = this.volumes.get(vid);
    if (volume === undefined) throw new Error(`there is no ${vid}`);
    return volume;
  }
}

const vidOf = (path: string): string => path.slice('/dev/'.length);

const roomyPool = (name: string): ThinPool => ({
  driver: 'lvm_thin',
  id: name as PoolId,
  name,
  sizeBytes: gib(100),
  usedBytes: gib(1),
  metadataSizeBytes: gib(1),
  metadataUsedBytes: mib(10),
  chunkBytes: bytes(65_536),
  extentBytes: mib(4),
  volumeGroupFreeBytes: gib(1),
  autoextendThresholdFraction: 1,
  promisedBytes: bytes(0),
  volumeCount: 0,
  health: 'ok',
});
