import type { JobId, VmName } from '#shared/domain/ids.ts';
import { volumeRoles } from '#shared/domain/volume.ts';
import type { Owner } from './ownership-tags.ts';

/** The main volume of a VM's role, as the original patch set names it. */
export const mainName = ({ vm, role }: Owner): string => `${vm}-${role}`;

/** Whose main volume would be called so: the other way round. A VM's own name may have hyphens in it. */
export function ownerByName(name: string): Owner | undefined {
  const role = volumeRoles.find((one) => name.endsWith(`-${one}`));
  return role === undefined ? undefined : { vm: name.slice(0, -role.length - 1) as VmName, role };
}

/** A kept older state lies beside the volume that it is of, whatever that one is called. */
export const revisionName = (mainVolumeName: string, generation: number): string =>
  `${mainVolumeName}.rev-${generation}`;

/** Where a job makes it: no rotation of Qubes' own, and no VM's name, looks like this. */
export const reservedName = (mainVolumeName: string, job: JobId): string => `${mainVolumeName}.job-${job}`;
