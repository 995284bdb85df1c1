import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { NetvmChoice, NewVmClass, VmClass, VmLabel } from '#shared/domain/vm.ts';
import type { StorageType, VolumeRole } from '#shared/domain/volume.ts';

/** A VM as the system's registry knows it: what it is meant to be, not what its disks or its power are. */
export interface RegisteredVm {
  readonly name: VmName;
  readonly class: VmClass;
  readonly label: VmLabel;
  readonly template: VmName | null;
  /** Resolved: the default one where the VM follows the default; null for none. */
  readonly netvm: VmName | null;
  readonly storageType: StorageType;
  /** As recorded; what really starts at boot is systemd's matter. */
  readonly autostart: boolean;
  readonly isInternal: boolean;
  /** Its files belong to a package: reinstalling that one rewrites them. */
  readonly isInstalledByRpm: boolean;
  readonly includeInBackups: boolean;
  /** The absolute folder of the VM's images and settings. A DispVM's need not exist. */
  readonly dirPath: string;
  /** The version of dom0's kernels that it boots with; null where it boots one of its own. */
  readonly kernel: string | null;
  /** The absolute path of its configuration. */
  readonly confPath: string;
  /** Where the record says that images are, for what that is worth: as absolute paths, and only what it names. */
  readonly imagePaths: Readonly<Partial<Record<VolumeRole, string>>>;
  /** The VM that has the extra drive of this one; null where it has none. */
  readonly driveVm: VmName | null;
  /** PCI addresses such as `02:00.0`. */
  readonly pciDevices: readonly string[];
  readonly services: Readonly<Record<string, boolean>>;
  /** Changes whenever anything in the VM's own record does, known to us or not. */
  readonly recordDigest: string;
}

/** One consistent look at the whole registry. */
export interface RegistryContents {
  /** In the registry's own order, names unique. */
  readonly vms: readonly RegisteredVm[];
  readonly defaultTemplate: VmName | null;
  readonly defaultNetvm: VmName | null;
  readonly defaultFirewallVm: VmName | null;
  readonly updateVm: VmName | null;
  readonly clockVm: VmName | null;
  readonly defaultKernel: string | null;
  /** How many more VMs can be registered, and how many of these may be network VMs. */
  readonly freeNumbers: { readonly vms: number; readonly networkVms: number };
  /** Changes whenever a byte of the registry does. */
  readonly digest: string;
}

/** What may be changed on a VM that is registered. What is left out stays as it is. */
export interface VmSettings {
  readonly storageType?: StorageType;
  readonly autostart?: boolean;
  readonly label?: VmLabel;
  readonly isInternal?: boolean;
  readonly includeInBackups?: boolean;
}

/** A VM to register. What it does not say (its kernel and so on) gets the registry's own defaults. */
export interface NewVm {
  readonly name: VmName;
  readonly class: NewVmClass;
  readonly label: VmLabel;
  readonly template: VmName | null;
  readonly netvm: NetvmChoice;
  readonly storageType: StorageType;
  readonly dirPath: string;
  readonly isInternal: boolean;
  readonly includeInBackups: boolean;
  /** null: as much, and as many, as the system gives to such a VM. */
  readonly memoryMib: number | null;
  readonly vcpus: number | null;
}

/** A VM to register with what another one's record says of it: all that the system's own tools copy to a clone. */
export interface VmClone {
  readonly source: VmName;
  readonly name: VmName;
  readonly dirPath: string;
  /** Its own: it need not be on the storage of its source. */
  readonly storageType: StorageType;
}

/** A DisposableVM to register, for as long as it runs. */
export interface NewDisposable {
  readonly name: VmName;
  /** Within its netvm's network, its address follows from it. */
  readonly number: number;
  readonly label: VmLabel;
  readonly template: VmName;
  readonly netvm: VmName | null;
  readonly firewallPath: string;
}

/** A VM's new name and folder: its own record and whatever other records say of either. */
export interface VmRename {
  readonly vm: VmName;
  readonly oldDirPath: string;
  readonly name: VmName;
  readonly dirPath: string;
}

export type RegistryChange =
  | { readonly kind: 'set'; readonly vm: VmName; readonly settings: VmSettings }
  | { readonly kind: 'add'; readonly vm: NewVm }
  | { readonly kind: 'add-disposable'; readonly vm: NewDisposable }
  | { readonly kind: 'clone'; readonly clone: VmClone }
  | { readonly kind: 'rename'; readonly rename: VmRename }
  /** Also ends its being a default (template, netvm and so on). Refused while it is the template of another. */
  | { readonly kind: 'remove'; readonly vm: VmName };

export interface RegistryEdit {
  /** Ends the wait for the lock; once the write has begun it is finished. */
  readonly signal?: AbortSignal;
  /**
   * Runs under the exclusive lock, on contents read under it. What it returns is written before the lock goes; an
   * empty list, and a failure, write nothing. Everyone else waits meanwhile, so be brief, and do not call the
   * registry from here: it would wait for itself until its time is up.
   */
  readonly decide: (current: RegistryContents) => Promise<Result<readonly RegistryChange[], Failure>>;
}

/**
 * The system's own list of VMs, which we share with its tools: they may change it whenever our lock is not held.
 * A registry that cannot be understood in full is never written to.
 */
export interface VmRegistry {
  /** Where it is, for people to read. */
  readonly path: string;
  /**
   * Fails with `registry-missing`, `registry-damaged`, `registry-locked` (somebody held it for too long),
   * `cancelled`, or `file-failed` (no permission, disk error).
   */
  read(options?: { readonly signal?: AbortSignal }): Promise<Result<RegistryContents, Failure>>;
  /**
   * Fails as `read` does, with what `decide` failed with, with `vm-not-found`, or with `registry-write-failed`; only
   * the last one may leave the new contents in place (the folder could not be synced), so read again after it.
   */
  edit(edit: RegistryEdit): Promise<Result<void, Failure>>;
}
