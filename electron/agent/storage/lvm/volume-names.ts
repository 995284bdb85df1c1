import type { Owner } from './ownership-tags.ts';

/** The main volume of a VM's role, as the original patch set names it. */
export const mainName = ({ vm, role }: Owner): string => `${vm}-${role}`;

/** A kept older state lies beside the volume that it is of, whatever that one is called. */
export const revisionName = (mainVolumeName: string, generation: number): string =>
  `${mainVolumeName}.rev-${generation}`;
