import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';

/** One thing's name before and after. */
export interface NameChange<Name extends string = string> {
  readonly from: Name;
  readonly to: Name;
}

/** What Xen configurations have to say otherwise. */
export interface ConfNames {
  /** Absolute, without a slash at the end. */
  readonly folders: readonly NameChange[];
  /** Logical volumes, in whichever volume group. */
  readonly volumes: readonly NameChange[];
}

/**
 * The Xen configurations in VMs' folders. The core writes them anew at each start; until then people read them, and
 * DisposableVMs are started from one that is not written again. All calls are idempotent.
 */
export interface VmConfs {
  /** Every configuration in this folder, whole or not at all; that there is none is fine. */
  rewrite(dir: string, names: ConfNames): Promise<Result<void, Failure>>;
  /**
   * The VM's own gets its new name, in its text and as a file. Where a file of that name is there already, the core has
   * written it since: that one stays.
   */
  rename(dir: string, name: NameChange<VmName>): Promise<Result<void, Failure>>;
}
