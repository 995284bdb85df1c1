import type { VmClass } from '#shared/domain/vm.ts';
import type { RegistryXml } from '../registry-file/parse-registry-xml.ts';

/** What the first VM of a class becomes for all the others, by the root's attributes (facts/qubes-r2.md §1.2). */
const roles: Partial<Record<VmClass, readonly string[]>> = {
  NetVM: ['default_fw_netvm', 'clockvm'],
  ProxyVM: ['default_netvm', 'updatevm'],
  TemplateVM: ['default_template'],
};

/** The root's attributes that a new VM of this class takes, as nobody has them: a VM that is gone still does. */
export const becomesDefault = ({ root }: RegistryXml, vmClass: VmClass): readonly string[] =>
  (roles[vmClass] ?? []).filter((name) => /^none$/i.test(root.attributes.get(name)?.value ?? 'none'));
