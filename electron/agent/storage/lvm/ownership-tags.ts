import type { JobId, VmName } from '#shared/domain/ids.ts';
import { volumeRoles, type VolumeRole } from '#shared/domain/volume.ts';
import type { LogicalVolume } from './lvm-report.ts';

/**
 * What is ours says so by tag; a name alone proves nothing. `qubes-storage.vm=NAME` and `.role=ROLE` say whose a volume is,
 * `.job=ID` that a job is still at work on it.
 */
const prefix = 'qubes-storage.';

export const vmTag = (vm: VmName): string => `${prefix}vm=${vm}`;
export const roleTag = (role: VolumeRole): string => `${prefix}role=${role}`;
export const jobTag = (job: JobId): string => `${prefix}job=${job}`;

const valueOf = (volume: LogicalVolume, key: string): string | undefined =>
  volume.tags.find((tag) => tag.startsWith(`${prefix}${key}=`))?.slice(prefix.length + key.length + 1);

export interface Owner {
  readonly vm: VmName;
  readonly role: VolumeRole;
}

/** The VM and role that a volume's tags name; undefined where they do not. */
export function ownerOf(volume: LogicalVolume): Owner | undefined {
  const vm = valueOf(volume, 'vm');
  const role = volumeRoles.find((known) => known === valueOf(volume, 'role'));
  return vm === undefined || role === undefined ? undefined : { vm: vm as VmName, role };
}

export const isOfJob = (volume: LogicalVolume, owner: Owner, job: JobId): boolean =>
  volume.tags.includes(jobTag(job)) &&
  volume.tags.includes(vmTag(owner.vm)) &&
  volume.tags.includes(roleTag(owner.role));

export const jobOf = (volume: LogicalVolume): JobId | undefined => valueOf(volume, 'job') as JobId | undefined;

export const isOfAnyJob = (volume: LogicalVolume): boolean => jobOf(volume) !== undefined;
