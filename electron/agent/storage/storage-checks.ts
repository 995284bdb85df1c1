import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding, FindingOf } from '#shared/domain/finding.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { VmClass } from '#shared/domain/vm.ts';
import type { StorageType, VolumeRole } from '#shared/domain/volume.ts';

/** A VM as it is registered. */
export interface ExpectedVm {
  readonly name: VmName;
  readonly class: VmClass;
  readonly template: VmName | null;
  readonly storageType: StorageType;
  readonly dirPath: string;
  readonly confPath: string;
}

/** A job as far as what it has made is concerned; an `active` one still uses it. */
export interface KnownJob {
  readonly id: JobId;
  readonly state: 'active' | FindingOf<'job-leftover'>['jobState'];
  /** It has made nothing but copies of what is still there: what an undone one has left is nobody's only copy. */
  readonly makesCopiesOnly: boolean;
}

/** What a kind of storage is compared with. */
export interface Expected {
  readonly vms: readonly ExpectedVm[];
  readonly jobs: readonly KnownJob[];
  /** Whether the hypervisor has anything of the VM, registered or not; undefined where it did not answer. */
  readonly isHalted: (vm: VmName) => boolean | undefined;
}

type WithoutId<F> = F extends Finding ? Omit<F, 'id'> : never;
/** A finding whose id is yet to be made, from its code and its identity. */
export type NewFinding = WithoutId<Finding>;

/** A volume of a VM that was found at its place, used or kept. */
export interface CheckedVolume {
  readonly vm: VmName;
  readonly role: VolumeRole;
  readonly storage: StorageType;
  readonly path: string;
  readonly identity: string;
  readonly sizeBytes: Bytes;
}

export interface StorageCheck {
  readonly findings: readonly NewFinding[];
  readonly volumes: readonly CheckedVolume[];
  /** Why a part, or all of it, could not be looked at. The rest is true. */
  readonly problems: readonly Failure[];
}

/**
 * One kind of storage, compared with what should be there. What is done about a finding is done to the thing of its
 * identity and to nothing else; that it has been done already is fine. Whoever asks has made sure that it is allowed.
 */
export interface StorageChecks {
  /** Changes nothing, and starts no program for a single VM. */
  check(expected: Expected): Promise<StorageCheck>;
  /** Puts right what can be without losing anything. */
  repair(finding: Finding): Promise<Result<void, Failure>>;
  /** Removes what was found for good; fails with `volume-in-use` while somebody has it open. */
  remove(finding: Finding): Promise<Result<void, Failure>>;
}

/** A kind of storage that can give a VM the volume that it misses. */
export interface AdoptingChecks extends StorageChecks {
  /** Fails with `name-taken` where something has the name that the volume would get. */
  adopt(finding: FindingOf<'orphan-volume'>, vm: VmName): Promise<Result<void, Failure>>;
}
