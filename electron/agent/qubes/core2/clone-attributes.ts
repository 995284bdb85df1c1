import type { RegisteredVm, VmClone } from '../vm-registry.ts';
import type { VmNumbers } from './new-vm-attributes.ts';
import { pythonBoolean } from './python-literal.ts';
import { usualAttributes } from './usual-attributes.ts';
import type { VmRecord } from './vm-element.ts';

/** What core-2 copies to a clone (facts/qubes-r2.md §3.3); its autostart, debugging and hiding it does not. */
const copiedAttributes = [
  'label',
  'template_qid',
  'netvm_qid',
  'uses_default_netvm',
  'memory',
  'maxmem',
  'vcpus',
  'pcidevs',
  'services',
  'mac',
  'kernel',
  'uses_default_kernel',
  'kernelopts',
  'uses_default_kernelopts',
  'include_in_backups',
  'default_user',
  'timezone',
  'qrexec_installed',
  'guiagent_installed',
];

/** The attributes of a clone's element. */
export function cloneAttributes(
  source: VmRecord,
  vm: RegisteredVm,
  { name, dirPath, storageType }: VmClone,
  numbers: VmNumbers,
  defaultKernel: string | null,
): Readonly<Record<string, string>> {
  const copied = copiedAttributes.flatMap((attribute) => {
    const found = source.element.attributes.get(attribute);
    return found === undefined ? [] : [[attribute, found.value] as const];
  });
  return {
    qid: String(numbers.qid),
    name,
    ...(numbers.netid === null ? {} : { netid: String(numbers.netid) }),
    dir_path: dirPath,
    conf_file: `${name}.conf`,
    firewall_conf: 'firewall.xml',
    storage_type: storageType,
    ...usualAttributes(source.class.class, defaultKernel),
    ...Object.fromEntries(copied),
    // Left out, it would follow from being installed by a package, which the clone is not.
    include_in_backups: pythonBoolean(vm.includeInBackups),
  };
}
