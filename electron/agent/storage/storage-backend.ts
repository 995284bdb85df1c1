import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, PoolId, VmName } from '#shared/domain/ids.ts';
import type { MeasuredPool } from '#shared/domain/pool.ts';
import type { Revision, StorageType, VolumeRole } from '#shared/domain/volume.ts';

/** Where a VM's volume belongs, whether or not it is there. */
export interface VolumeSlot {
  readonly vm: VmName;
  readonly role: VolumeRole;
  /** The VM's directory: where its images are, whatever kind of storage it uses. */
  readonly vmDir: string;
}

/** A kept older state as a backend found it. */
export interface FoundRevision extends Revision {
  /** As a person would type it. */
  readonly path: string;
  /** Nothing else is ever taken for it. */
  readonly identity: string;
}

/** A volume that a backend found at a slot. */
export interface FoundVolume {
  readonly vm: VmName;
  readonly role: VolumeRole;
  readonly pool: PoolId;
  /** As a person would type it, and where its bytes can be opened while it is active. */
  readonly path: string;
  readonly sizeBytes: Bytes;
  /** The bytes that exist: holes and unmapped chunks are not counted. */
  readonly usedBytes: Bytes;
  readonly isActive: boolean;
  /** The volume group that it is in, if a disk of that is gone. */
  readonly partialVolumeGroup: string | null;
  readonly isOpen: boolean;
  /** Known to be the VM's by more than a logical volume's name, and no job's: only such a one is ever removed. */
  readonly isOwn: boolean;
  /** Changes whenever the volume is replaced or, for a file, written to; on LVM, whenever a session begins or ends. */
  readonly identity: string;
  /** Names the last committed state, which others start from; null where nothing is known of its sessions. */
  readonly committed: string | null;
  /** Of one that was made for a session: what `committed` of its source was then; null where nobody wrote it down. */
  readonly madeFrom: string | null;
  /** A session goes on in it, or was cut off and has not been ended since. */
  readonly isDirty: boolean;
  /** Oldest first. */
  readonly revisions: readonly FoundRevision[];
  /** How many stay when a session ends, pinned ones apart; null where that cannot be chosen. */
  readonly revisionsToKeep: number | null;
  /** By what the state of now would be named if it were kept; null where it cannot be. */
  readonly nextRevision: string | null;
}

/** Everything that a backend found in one look. */
export interface Survey {
  readonly pools: readonly MeasuredPool[];
  readonly volumes: readonly FoundVolume[];
  /** Of each pool, every name in use there: of volumes that are no VM's too. */
  readonly takenNames: ReadonlyMap<PoolId, ReadonlySet<string>>;
  /** Why a part, or all of it, could not be looked at. The rest is true. */
  readonly problems: readonly Failure[];
}

export interface NewVolume {
  readonly slot: VolumeSlot;
  readonly pool: PoolId;
  readonly sizeBytes: Bytes;
}

/** A volume made for a job under a name of its own, to be filled: reads as zeros where nothing was written. */
export interface ReservedVolume {
  readonly path: string;
  /** The unit in which the pool hands out space: runs of zeros of this size are worth skipping. */
  readonly granuleBytes: Bytes;
}

/**
 * One kind of storage. Everything that a job makes carries the job's id until it is committed, so that what a crash leaves
 * behind is found and never mistaken for somebody's volume. All calls are idempotent: after a crash they are made again.
 */
export interface StorageBackend {
  readonly kind: StorageType;
  survey(slots: readonly VolumeSlot[]): Promise<Survey>;
  /** The name and the path that the volume of a slot has, or would have. */
  nameOf(slot: VolumeSlot): string;
  pathOf(slot: VolumeSlot, poolName: string): string;
  /** What `reserve` comes down to, as a person would type it; for reading only. */
  reserveCommand(volume: NewVolume, poolName: string): string;
  /** Finds what this job reserved for the slot before, or makes it. */
  reserve(volume: NewVolume, job: JobId): Promise<Result<ReservedVolume, Failure>>;
  /**
   * The same, filled at once with what the source holds, without copying: the two share blocks until one is written to.
   * Left out where this kind of storage cannot. With `revision`, by its identity, it is that kept state of the source;
   * fails with `revision-gone` where it is not there any more.
   */
  reserveSnapshot?(
    source: VolumeSlot,
    target: VolumeSlot,
    job: JobId,
    revision: string | null,
  ): Promise<Result<void, Failure>>;
  /** What `reserveSnapshot` of what is at this path comes down to, for reading only. */
  snapshotCommand?(sourcePath: string, target: VolumeSlot): string;
  /** Removes what this job reserved for the slot; that nothing is there is fine. */
  discardReserved(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>>;
  /** Gives the reserved volume its final name; that it has it already is fine. */
  commitReserved(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>>;
  /** Takes `commitReserved` back; that it was never made is fine. */
  withdrawCommitted(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>>;
  /** Removes what a migration left at the slot, if it is the one of this identity; that nothing is there is fine. */
  removeKept(slot: VolumeSlot, identity: string): Promise<Result<void, Failure>>;
  /**
   * Marks the volume that a survey takes for the slot's as its VM's where only its name says so: what is kept must be
   * known for certain. That nothing is there is fine.
   */
  adopt(slot: VolumeSlot): Promise<Result<void, Failure>>;
  /** Makes the slot's volume this large at least, never smaller; its identity changes. */
  grow(slot: VolumeSlot, sizeBytes: Bytes): Promise<Result<void, Failure>>;
  /** What `grow` comes down to, for reading only. */
  growCommand(path: string, sizeBytes: Bytes): string;
  /** Makes what this kind of storage needs beside the root of a template, where it is missing or too small for it. */
  completeTemplate(root: VolumeSlot): Promise<Result<void, Failure>>;
  /** The job is done with the volume: it is the VM's from here on, and no longer the job's. */
  release(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>>;
}
