import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { VmClass } from '#shared/domain/vm.ts';
import type { FoundVolume, VolumeSlot } from './storage-backend.ts';

/** A volume that a VM has while it runs. */
export interface SessionVolume {
  readonly slot: VolumeSlot;
  readonly vmClass: VmClass;
  /**
   * The volume of another VM whose last committed state this one begins as, to be dropped when the VM stops; null for the
   * VM's own, in which everything stays.
   */
  readonly source: VolumeSlot | null;
}

/** What a hypervisor makes a disk of. */
export type DiskSource =
  | { readonly kind: 'block'; readonly path: string }
  | { readonly kind: 'image'; readonly path: string }
  /** A template's own root: what it writes over goes to `cowPath` first, for those that run on `snapshot` of the two. */
  | { readonly kind: 'origin'; readonly path: string; readonly cowPath: string }
  /** `path` as it is together with the blocks in `cowPath`. */
  | { readonly kind: 'snapshot'; readonly path: string; readonly cowPath: string };

export interface SessionDisk {
  readonly source: DiskSource;
  /** The guest keeps its own changes to it in its volatile volume. */
  readonly isReadOnly: boolean;
}

/**
 * What one kind of storage does with a VM's volumes around the time that a guest has them: the session. A crash at any
 * moment leaves what the next `prepare` or `release` puts in order, with nothing of the VM's own lost. All calls are
 * idempotent. The caller has made sure that no guest runs.
 */
export interface VolumeSessions {
  /**
   * Makes the volumes ready for a guest; a session that a crash cut off is ended first. What it made is taken back when
   * it fails, with `volume-in-use` where somebody has one open, `volume-not-found`, or `not-for-a-session` where a name
   * that it needs is taken by what was not made for a session.
   */
  prepare(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>>;
  /**
   * Ends the session: commits what the guest wrote to the VM's own volumes and drops the others. That there is no session
   * is fine. Fails with `volume-in-use`, and has changed nothing then.
   */
  release(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>>;
  /** After `prepare`, for a guest that did not come up: nothing that was there before goes. */
  abandon(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>>;
  /** The VMs that have volumes which were made for a session, running or left behind. */
  snapshotOwners(): Promise<Result<ReadonlySet<VmName>, Failure>>;
  /** What the guest gets of a volume, in a session or not. `found` is the volume, or its source where it has one. */
  diskOf(volume: SessionVolume, found: FoundVolume): SessionDisk;
}
