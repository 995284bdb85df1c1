import type { NewVmClass, VmClass, VmLabel } from '../domain/vm.ts';
import type { VolumeRole } from '../domain/volume.ts';

/** What a new VM of a class takes from a template. */
export interface TemplateUse {
  readonly templateClass: VmClass;
  /** `base`: it starts from the template's root, every time. `origin`: it gets a root like the template's, once. */
  readonly as: 'base' | 'origin';
  /** Without one named, it gets the default one. */
  readonly isUsual: boolean;
  readonly isNeeded: boolean;
}

const based = { templateClass: 'TemplateVM', as: 'base', isUsual: true, isNeeded: true } as const;

export const templateUses: Readonly<Record<NewVmClass, TemplateUse>> = {
  AppVM: based,
  NetVM: based,
  ProxyVM: based,
  StandaloneVM: { templateClass: 'TemplateVM', as: 'origin', isUsual: true, isNeeded: false },
  TemplateVM: { templateClass: 'TemplateVM', as: 'origin', isUsual: false, isNeeded: false },
  HVM: { templateClass: 'TemplateHVM', as: 'base', isUsual: false, isNeeded: false },
  TemplateHVM: { templateClass: 'TemplateHVM', as: 'origin', isUsual: false, isNeeded: false },
};

/** The volumes that a new VM of this class gets from its template's, if it has one. */
export const rolesFromTemplate = (vmClass: NewVmClass): readonly VolumeRole[] =>
  templateUses[vmClass].as === 'origin' ? ['root', 'private'] : ['private'];

/** The system in an HVM makes its own partitions and file systems. */
export const isHvm = (vmClass: VmClass): boolean => vmClass === 'HVM' || vmClass === 'TemplateHVM';

export const usualLabel = (vmClass: VmClass): VmLabel =>
  vmClass === 'TemplateVM' || vmClass === 'TemplateHVM' ? 'black' : 'red';
