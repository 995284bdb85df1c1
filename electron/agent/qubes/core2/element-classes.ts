import type { VmClass } from '#shared/domain/vm.ts';

/** What an element's name says of its VM (facts on core-2: qubes.xml). */
export interface ElementClass {
  readonly element: string;
  readonly class: VmClass;
  /** The folder of VM folders, in that of qubes.xml; null for VMs without files. */
  readonly parentDir: string | null;
  /** How the VM names its NetVM: not at all, always by number, or by following the default where it says so. */
  readonly netvm: 'none' | 'own' | 'own-or-default';
  readonly isTemplate: boolean;
  /** Boots a kernel that dom0 hands to it; the disk of an HVM has its own. */
  readonly hasKernel: boolean;
}

const elementClass = (
  element: string,
  vmClass: VmClass,
  parentDir: string | null,
  netvm: ElementClass['netvm'],
): ElementClass => ({
  element,
  class: vmClass,
  parentDir,
  netvm,
  isTemplate: parentDir === 'vm-templates',
  hasKernel: !['AdminVM', 'HVM', 'TemplateHVM', 'DispVM'].includes(vmClass),
});

/** A StandaloneVM has no element of its own: it is a QubesAppVm without a template. */
export const elementClasses: readonly ElementClass[] = [
  elementClass('QubesAdminVm', 'AdminVM', 'servicevms', 'none'),
  elementClass('QubesTemplateVm', 'TemplateVM', 'vm-templates', 'own-or-default'),
  elementClass('QubesTemplateHVm', 'TemplateHVM', 'vm-templates', 'own-or-default'),
  elementClass('QubesNetVm', 'NetVM', 'servicevms', 'none'),
  elementClass('QubesProxyVm', 'ProxyVM', 'servicevms', 'own'),
  elementClass('QubesAppVm', 'AppVM', 'appvms', 'own-or-default'),
  elementClass('QubesHVm', 'HVM', 'appvms', 'own-or-default'),
  elementClass('QubesDisposableVm', 'DispVM', null, 'own'),
];

const byElement = new Map(elementClasses.map((known) => [known.element, known]));

export const classOfElement = (element: string): ElementClass | undefined => byElement.get(element);

export function elementOfClass(vmClass: VmClass): ElementClass {
  const wanted = vmClass === 'StandaloneVM' ? 'AppVM' : vmClass;
  const known = elementClasses.find((candidate) => candidate.class === wanted);
  if (known === undefined) throw new Error(`core-2 has no element for ${vmClass}`);
  return known;
}
