import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { PlannedRevert } from '#shared/domain/plan.ts';
import type { VolumeSlot } from './storage-backend.ts';

/** A volume that goes back to an older state, as a job has planned it. */
export type Revert = VolumeSlot & PlannedRevert;

/** What a person may say of a revision; what is left out stays as it is. */
export interface RevisionMarks {
  readonly isPinned?: boolean;
  /** null takes it off. */
  readonly note?: string | null;
}

/**
 * What one kind of storage does with the kept older states of its volumes. A revert is made ready, switched, and completed;
 * the caller has made sure, until the switch, that the plan is still true. All calls are idempotent: after a crash they are
 * made again.
 */
export interface VolumeRevisions {
  /** Makes the older state ready beside the volume. Left out, as the two below, where that is not possible. */
  reserve?(revert: Revert, job: JobId): Promise<Result<void, Failure>>;
  discardReserved?(revert: Revert, job: JobId): Promise<Result<void, Failure>>;
  /** What `reserve` comes down to, for reading only. */
  reserveCommand?(revert: Revert): string;
  /** Whether `switch` has changed anything yet; it is run again then, whatever the volume looks like. */
  hasBegun(revert: Revert): Promise<Result<boolean, Failure>>;
  /** From here on the older state is the one of now; where it can be kept, what was is a pinned revision. */
  switch(revert: Revert, job: JobId): Promise<Result<void, Failure>>;
  /** Takes a switch back that did not come to its end; that it was never begun is fine. */
  withdraw(revert: Revert, job: JobId): Promise<Result<void, Failure>>;
  /** After the switch: only forward. Until it is done nobody gets the volume. */
  complete(revert: Revert, job: JobId, report: (doneBytes: Bytes) => void): Promise<Result<void, Failure>>;
  /** Fails with `revision-gone` where it is not there any more; no other one is ever named so. Left out where none can be marked. */
  mark?(slot: VolumeSlot, revision: string, marks: RevisionMarks): Promise<Result<void, Failure>>;
  /** How many stay when a session ends. Left out where that cannot be chosen. */
  setRevisionsToKeep?(slot: VolumeSlot, count: number): Promise<Result<void, Failure>>;
}
