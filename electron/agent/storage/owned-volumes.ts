import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';

/** Whose a logical volume is, as its tags say. */
export interface VolumeOwner {
  readonly vm: VmName;
  readonly role: VolumeRole;
}

/** What of a VM may be there without tags, as the original patch set made it. */
export interface NamedRole {
  readonly role: VolumeRole;
  /** A root that is its template's, made for one run: whatever is no snapshot may be somebody's only copy. */
  readonly isSnapshot: boolean;
}

export interface OwnedVolume extends VolumeOwner {
  /**
   * What it is to the VM: a volume that it uses, used before, or has for one run; a kept older state of one; what a job
   * has left behind; or something that has the name alone, which is not the VM's.
   */
  readonly kind: 'main' | 'revision' | 'leftover' | 'namesake';
  readonly path: string;
  /** What its name has beyond that of the volume that the VM uses, such as `.rev-3`. */
  readonly ending: string;
  readonly pool: PoolId;
  readonly identity: string;
  /** Blocks shared with other volumes are counted too. */
  readonly usedBytes: Bytes;
  readonly isOpen: boolean;
  /** Without tags only its name says whose it is. */
  readonly isTagged: boolean;
}

/**
 * All logical volumes of a VM, kept states and leftovers among them, for what is done to a VM as a whole. A volume is known
 * by its identity, which no other one ever has; all calls are idempotent.
 */
export interface OwnedVolumes {
  /** Those of all these VMs, in one look. Without tags a volume is a VM's only where its name is that of one of these roles. */
  of(vms: ReadonlyMap<VmName, readonly NamedRole[]>): Promise<Result<readonly OwnedVolume[], Failure>>;
  /** Fails with `volume-not-found` when one of these is gone, with `volume-in-use` when somebody has one open. */
  unused(volumes: readonly (VolumeOwner & Pick<OwnedVolume, 'identity'>)[]): Promise<Result<void, Failure>>;
  /** Gives a volume its owner and its path, in this order; null: no owner's tags. That it is gone is fine. */
  rename(identity: string, owner: VolumeOwner | null, path: string): Promise<Result<void, Failure>>;
  /**
   * Removes a volume of this VM, whichever of its own it is; that it is gone is fine. Fails with `volume-in-use`, or with
   * `kept-changed` when it is not the VM's any more.
   */
  remove(vm: VmName, identity: string): Promise<Result<void, Failure>>;
}
