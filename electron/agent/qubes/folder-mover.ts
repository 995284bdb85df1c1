import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';

/** What is at the place of a VM's folder; `other` is a file, or a link that leads somewhere else. */
export type FolderFacts =
  | { readonly kind: 'missing' | 'other' }
  | {
      readonly kind: 'folder';
      /** Whether it lies where the system keeps the folders of VMs. */
      readonly isInPlace: boolean;
      /** Whether Qubes' own tools have made menu entries in it, which name the VM. */
      readonly hasMenus: boolean;
    };

/**
 * Renames and removes the folders of VMs. A folder that a job has a hand in carries the job's mark: nothing else is ever
 * moved or removed, whatever has its name by then. All calls are idempotent.
 */
export interface FolderMover {
  look(dir: string): Promise<Result<FolderFacts, Failure>>;
  /** Marks the folder as the job's, durably; where there is none, nothing. */
  claim(dir: string, job: JobId): Promise<Result<void, Failure>>;
  /** Takes the mark off again. */
  letGo(dir: string, job: JobId): Promise<Result<void, Failure>>;
  /** Claims a folder and gives it another name, durably; fails with `name-taken` where there is something. */
  move(from: string, to: string, job: JobId): Promise<Result<void, Failure>>;
  /** Takes `move` back, and the mark off; that it was never made is fine. */
  moveBack(from: string, to: string, job: JobId): Promise<Result<void, Failure>>;
  /** Whether the folder with this name is one that the job has moved there. */
  isClaimed(dir: string, job: JobId): Promise<boolean>;
  /** Removes a folder that the job has claimed, and everything in it. */
  removeClaimed(dir: string, job: JobId): Promise<Result<void, Failure>>;
}
