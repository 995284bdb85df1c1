import { namingSchemes, type NamingScheme } from '../domain/naming-scheme.ts';
import type { VolumeRole } from '../domain/volume.ts';
import { lvmNameProblem } from './lvm-names.ts';

export const volumeName = (scheme: NamingScheme, vm: string, role: VolumeRole): string =>
  scheme === 'NAME-VOLUME' ? `${vm}-${role}` : `vm-${vm}-${role}`;

/** The part of a VM's name for which LVM would refuse its volumes; null where it takes them. */
export const lvmVmNameProblem = (scheme: NamingScheme, vm: string): string | null =>
  lvmNameProblem(volumeName(scheme, vm, 'root')) ?? lvmNameProblem(volumeName(scheme, vm, 'private'));

/** Another scheme, under which LVM would take the VM's volumes. */
export const schemeThatWorks = (scheme: NamingScheme, vm: string): NamingScheme | null =>
  namingSchemes.find((other) => other !== scheme && lvmVmNameProblem(other, vm) === null) ?? null;
