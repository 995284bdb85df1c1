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

/** What runs the VMs: Xen's `xl` in dom0, real processes in the sandbox. */
export interface Hypervisor {
  /** Every VM that is not halted. A name that is absent is halted. */
  powerStates(): Promise<Result<ReadonlyMap<VmName, PowerState>, Failure>>;
  /** Resolves when the guest has its disks. Only a halted VM can be started; of one that fails nothing is left. */
  start(vm: VmName, disks: readonly GuestDisk[]): Promise<Result<void, Failure>>;
  /** Asks the guest to shut down and waits until nothing of it is left. */
  stop(vm: VmName): Promise<Result<void, Failure>>;
  /** Ends the guest at once, and removes what is left of one that has crashed. A halted VM is fine. */
  kill(vm: VmName): Promise<Result<void, Failure>>;
}
