import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { ThinPool } from '#shared/domain/pool.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';

/** LVM as root in dom0 sees it beside a qubesd whose volumes these are. They go by R4's ids: `VG/LV` (facts R4 §3.2). */
export interface ThinVolumes {
  look(): Promise<Result<ThinLook, Failure>>;
  /** Makes an empty volume that is the job's, or finds the one that it has made before. */
  reserve(volume: NewThinVolume, job: JobId): Promise<Result<ReservedThinVolume, Failure>>;
  /** Nothing is done where it is called so already. */
  rename(volume: SeenVolume, toVid: string): Promise<Result<void, Failure>>;
  /** Says on it that a job keeps it for a person to free, and whose it was; null takes that off. */
  markKept(volume: SeenVolume, mark: KeptMark | null): Promise<Result<void, Failure>>;
  /** From then on it is no job's. */
  release(volume: SeenVolume): Promise<Result<void, Failure>>;
  remove(volume: SeenVolume): Promise<Result<void, Failure>>;
}

/** Everything at one moment. */
export interface ThinLook {
  /** By `VG/POOL`. */
  readonly pools: ReadonlyMap<string, ThinPool>;
  readonly volumes: ReadonlyMap<string, SeenVolume>;
}

export interface ThinOwner {
  readonly vm: VmName;
  readonly role: VolumeRole;
}

export interface KeptMark extends ThinOwner {
  readonly job: JobId;
}

export interface SeenVolume {
  readonly vid: string;
  /** lvm2's own, which a rename does not change. qubesd makes another volume the committed one at the end of every session. */
  readonly uuid: string;
  readonly sizeBytes: Bytes;
  readonly usedBytes: Bytes;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  /** As our tags say; qubesd itself writes none. */
  readonly owner: ThinOwner | null;
  /** The job that is at work on it. */
  readonly job: JobId | null;
  /** The job that put it aside. */
  readonly keptBy: JobId | null;
}

export interface NewThinVolume extends ThinOwner {
  /** `VG/POOL`. */
  readonly thinPool: string;
  /** What it will be called in the end. */
  readonly vid: string;
  readonly sizeBytes: Bytes;
}

export interface ReservedThinVolume {
  readonly path: string;
  readonly granuleBytes: Bytes;
}

/** What a running VM writes to; left behind by one that is halted, its last session was not committed (facts R4 T3, T7). */
export const sessionVid = (vid: string): string => `${vid}-snap`;

/** Where a job makes a volume: no rotation of qubesd's looks like it, and udev hides whatever begins with `vm-`. */
export const reservedVid = (vid: string, job: JobId): string => `${vid}.job-${job}`;

/** What a job has put aside. Its older states go with it, so that the qube's new volume is not taken to have them. */
export const keptVid = (vid: string, job: JobId): string => `${vid}.kept-${job}`;

export const groupOf = (vid: string): string => vid.split('/')[0] ?? '';

export const thinDevicePath = (vid: string): string => `/dev/${vid}`;
