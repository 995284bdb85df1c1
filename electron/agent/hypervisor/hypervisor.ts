import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PowerState } from '#shared/domain/vm.ts';

/** A disk as a guest sees it. */
export interface GuestDisk {
  /** `xvda` root, `xvdb` private, `xvdc` volatile, `xvdd` kernel modules; what a person attaches begins at `xvdi`. */
  readonly frontend: string;
  /** An image file or a block device of dom0. */
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** What runs the VMs: Xen's `xl` in dom0, real processes in the sandbox. */
export interface Hypervisor {
  /** Every VM that is not halted. A name that is absent is halted. */
  powerStates(): Promise<Result<ReadonlyMap<VmName, PowerState>, Failure>>;
  /** Resolves when the guest has its disks. Only a halted VM can be started. */
  start(vm: VmName, disks: readonly GuestDisk[]): Promise<Result<void, Failure>>;
  /** Asks the guest to shut down and waits until nothing of it is left. */
  stop(vm: VmName): Promise<Result<void, Failure>>;
}
