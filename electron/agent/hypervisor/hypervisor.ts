import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';
import type { SessionDisk } from '../storage/volume-sessions.ts';

/** A disk as a guest sees it. */
export interface GuestDisk extends SessionDisk {
  /** `xvda` root, `xvdb` private, `xvdc` volatile, `xvdd` kernel modules; what a person attaches begins at `xvdi`. */
  readonly frontend: string;
}

/** A block device of dom0 for a guest that runs. */
export interface DeviceForGuest {
  readonly frontend: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** A block device that a guest has now. */
export interface AttachedDisk {
  readonly vm: VmName;
  readonly frontend: string;
  readonly isReadOnly: boolean;
  /** The VM whose device it is. */
  readonly backend: VmName;
  /** Where the backend has it: an image file, or a device node. */
  readonly path: string;
  /** The backend's `MAJOR:MINOR` of it, where the hypervisor tells that; the path is all there is otherwise. */
  readonly deviceNumber: string | null;
}

/** `none`: nothing that is known begins at the disk's first byte. */
export type FileSystemGrowth =
  | { readonly kind: 'grown'; readonly sizeBytes: Bytes }
  | { readonly kind: 'none' }
  | { readonly kind: 'needs-check'; readonly detail: string };

/** What runs the VMs: Xen's `xl` in dom0, real processes in the sandbox. */
export interface Hypervisor {
  /** Every VM that is not halted. A name that is absent is halted. */
  powerStates(): Promise<Result<ReadonlyMap<VmName, PowerState>, Failure>>;
  /** Of the VMs that run on a version of their template's image files, the name of the version's device. */
  rootVersions(): Promise<Result<ReadonlyMap<VmName, string>, Failure>>;
  /** Resolves when the guest has its disks. Only a halted VM can be started; of one that fails nothing is left. */
  start(vm: VmName, disks: readonly GuestDisk[]): Promise<Result<void, Failure>>;
  /** Asks the guest to shut down, one that is paused too, and waits until nothing of it is left. */
  stop(vm: VmName): Promise<Result<void, Failure>>;
  /** Only a running guest can be paused, and only a paused one goes on. */
  pause(vm: VmName): Promise<Result<void, Failure>>;
  unpause(vm: VmName): Promise<Result<void, Failure>>;
  /**
   * Grows the file system at the beginning of a disk that nobody has open to the disk's size, as its guest would. Left out
   * where guests are real: nobody but them touches what is in their volumes.
   */
  growFileSystem?(disk: GuestDisk): Promise<Result<FileSystemGrowth, Failure>>;
  /** Ends the guest at once, and removes what is left of one that has crashed. A halted VM is fine. */
  kill(vm: VmName): Promise<Result<void, Failure>>;
  /** What guests were given while they ran, and their own disks too where the hypervisor tells them. */
  attachedDisks(): Promise<Result<readonly AttachedDisk[], Failure>>;
  /** Resolves when the running guest has taken the device; a guest that does not take it is left without. */
  attach(vm: VmName, device: DeviceForGuest): Promise<Result<void, Failure>>;
  /** Resolves when the guest has given up what it got by `attach`. */
  detach(vm: VmName, frontend: string): Promise<Result<void, Failure>>;
}
