import { dirname, join } from 'node:path';
import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { NewVmClass } from '#shared/domain/vm.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import type { NewVm, RegisteredVm, VmClone } from './vm-registry.ts';

/** A volume of the VM's own, where it will be. */
export interface FolderVolume {
  readonly role: VolumeRole;
  readonly path: string;
  readonly sizeBytes: Bytes;
}

/** The folder of a VM that is made like another one. */
export interface ClonedFolder {
  readonly kind: 'clone';
  readonly vm: VmClone;
  readonly sourceDir: string;
  readonly volumes: readonly FolderVolume[];
}

/** The folder of a VM that is made anew. */
export interface CreatedFolder {
  readonly kind: 'create';
  readonly vm: NewVm;
  /** What it is based on, or its volumes are made from. */
  readonly template: RegisteredVm | null;
  /** Where the root that it runs on will be, if it has none of its own. */
  readonly rootPath: string | null;
  readonly volumes: readonly FolderVolume[];
  readonly defaultKernel: string | null;
}

export type NewFolder = ClonedFolder | CreatedFolder;

/** A VM whose guest is about to start. */
export interface VolatileReset {
  readonly vm: RegisteredVm;
  /** The folder of its template; its own where it has none. */
  readonly templateDir: string;
  /** The size of the root that it runs on. */
  readonly rootBytes: Bytes;
}

/** The folder that a VM of this name has beside that of another of its class. */
export const folderBeside = (dir: string, name: string): string => join(dirname(dir), name);

/** Where a folder is while a job makes it: beside its place, under a name that no VM can have. */
export const reservedDir = (dir: string, job: JobId): string => `${dir}.job-${job}`;

/**
 * The folders of VMs, apart from the images of their own volumes, which are the storage's matter. A folder that a job makes
 * carries the job's mark until the job lets go: that is how one made before a crash is told from somebody else's. All calls
 * are idempotent, and nothing that is there already is ever replaced.
 */
export interface VmFolders {
  /** Whether anything at all has this name. */
  isTaken(dir: string): Promise<boolean>;
  /** Where the folder of a VM of this class is. */
  placeOf(vmClass: NewVmClass, name: VmName): string;
  /** Makes the folder under the job's own name, with what the system's tools keep in one: all but the VM's own volumes. */
  reserve(folder: NewFolder, job: JobId, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Removes what the job reserved with everything in it; that nothing is there is fine. */
  discardReserved(dir: string, job: JobId): Promise<Result<void, Failure>>;
  /** Whether the folder at its final place is the one that this job made. */
  isCommitted(dir: string, job: JobId): Promise<boolean>;
  /** Puts the reserved folder into its place, durably; fails with `name-taken` where there is something. */
  commit(dir: string, job: JobId): Promise<Result<void, Failure>>;
  /** Takes `commit` back; that it was never made is fine. */
  withdraw(dir: string, job: JobId): Promise<Result<void, Failure>>;
  /** The folder is the VM's from here on, and no longer the job's. */
  release(dir: string, job: JobId): Promise<Result<void, Failure>>;
  /** Gives a VM without a guest the volatile image that the next one starts with. */
  resetVolatile(reset: VolatileReset): Promise<Result<void, Failure>>;
}
