import type { JobId, VmName } from '#shared/domain/ids.ts';
import { namingSchemes } from '#shared/domain/naming-scheme.ts';
import { volumeRoles } from '#shared/domain/volume.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { Owner } from './ownership-tags.ts';

/** A VM's volume of a role, by whatever it is called. Untagged volumes, all of the original patch set, are called so. */
export const slotKey = ({ vm, role }: Owner): string => volumeName('NAME-VOLUME', vm, role);

/** Whether the volume that a VM uses may be called so, whichever names the machine has chosen. */
export const isMainName = ({ vm, role }: Owner, name: string): boolean =>
  namingSchemes.some((scheme) => volumeName(scheme, vm, role) === name);

/** Whose main volume the original patch set called so: the other way round. A VM's own name may have hyphens in it. */
export function ownerByName(name: string): Owner | undefined {
  const role = volumeRoles.find((one) => name.endsWith(`-${one}`));
  return role === undefined ? undefined : { vm: name.slice(0, -role.length - 1) as VmName, role };
}

/** A kept older state lies beside the volume that it is of, whatever that one is called. */
export const revisionName = (mainVolumeName: string, generation: number): string =>
  `${mainVolumeName}.rev-${generation}`;

/** Where a job makes it: no rotation of Qubes' own, and no VM's name, looks like this. */
export const reservedName = (mainVolumeName: string, job: JobId): string => `${mainVolumeName}.job-${job}`;
