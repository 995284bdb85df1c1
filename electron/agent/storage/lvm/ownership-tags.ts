import type { JobId, VmName } from '#shared/domain/ids.ts';
import { volumeRoles, type VolumeRole } from '#shared/domain/volume.ts';
import type { LogicalVolume } from './lvm-report.ts';

/**
 * What is ours says so by tag; a name alone proves nothing. `qubes-storage.vm=NAME` and `.role=ROLE` say whose a volume is,
 * `.job=ID` that a job is still at work on it. The tags of sessions and revisions are in `session-tags.ts`.
 */
export const tagPrefix = 'qubes-storage.';

export const vmTag = (vm: VmName): string => `${tagPrefix}vm=${vm}`;
export const roleTag = (role: VolumeRole): string => `${tagPrefix}role=${role}`;
export const jobTag = (job: JobId): string => `${tagPrefix}job=${job}`;

/** What the first tag of this key says. */
export const tagValue = (volume: Pick<LogicalVolume, 'tags'>, key: string): string | undefined =>
  volume.tags.find((tag) => tag.startsWith(`${tagPrefix}${key}=`))?.slice(tagPrefix.length + key.length + 1);

/** All that say whose a volume is, for taking them off. */
export const ownerTags = ({ tags }: Pick<LogicalVolume, 'tags'>): readonly string[] =>
  tags.filter((tag) => tag.startsWith(vmTag('' as VmName)) || tag.startsWith(`${tagPrefix}role=`));

export interface Owner {
  readonly vm: VmName;
  readonly role: VolumeRole;
}

/** The VM and role that a volume's tags name; undefined where they do not. */
export function ownerOf(volume: LogicalVolume): Owner | undefined {
  const vm = tagValue(volume, 'vm');
  const role = volumeRoles.find((known) => known === tagValue(volume, 'role'));
  return vm === undefined || role === undefined ? undefined : { vm: vm as VmName, role };
}

export const isOfJob = (volume: LogicalVolume, owner: Owner, job: JobId): boolean =>
  volume.tags.includes(jobTag(job)) &&
  volume.tags.includes(vmTag(owner.vm)) &&
  volume.tags.includes(roleTag(owner.role));

export const jobOf = (volume: LogicalVolume): JobId | undefined => tagValue(volume, 'job') as JobId | undefined;

export const isOfAnyJob = (volume: LogicalVolume): boolean => jobOf(volume) !== undefined;
