import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { PowerState, VmClass } from '#shared/domain/vm.ts';
import type { StorageType } from '#shared/domain/volume.ts';

/** A VM as it is registered, and whether it runs. */
export interface ExpectedVm {
  readonly name: VmName;
  readonly class: VmClass;
  readonly template: VmName | null;
  readonly storageType: StorageType;
  readonly dirPath: string;
  readonly power: PowerState;
}

/** A job as far as what it made is concerned; `active` ones still use it. */
export interface KnownJob {
  readonly id: JobId;
  readonly state: 'active' | 'interrupted' | 'undone' | 'succeeded';
}

/** What a kind of storage is compared with. */
export interface Expected {
  readonly vms: readonly ExpectedVm[];
  readonly jobs: readonly KnownJob[];
}

type WithoutId<F> = F extends Finding ? Omit<F, 'id'> : never;
/** A finding whose id is yet to be made, from its code and its identity. */
export type NewFinding = WithoutId<Finding>;

export interface StorageCheck {
  readonly findings: readonly NewFinding[];
  /** Why a part, or all of it, could not be looked at. The rest is true. */
  readonly problems: readonly Failure[];
}

/** One kind of storage, compared with what should be there. Changes nothing, and starts no program for a single VM. */
export interface StorageChecks {
  check(expected: Expected): Promise<StorageCheck>;
}
