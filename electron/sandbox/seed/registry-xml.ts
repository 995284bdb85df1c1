import { defaultTemplateQid, kernelVersion, seedVms, vmDir } from './seed-vms.ts';
import type { SeedVm } from './seed-vms.ts';

/** core-2 writes Python's words. */
const python = (value: boolean): string => (value ? 'True' : 'False');

type Attributes = Readonly<Record<string, string>>;

const common: Attributes = {
  conf_file: '',
  firewall_conf: 'firewall.xml',
  storage_type: 'file',
  vcpus: '4',
  debug: 'False',
  default_user: 'user',
  qrexec_timeout: '60',
  backup_content: 'False',
  backup_size: '0',
  backup_path: '',
};

const adminVm: Attributes = {
  qid: '0',
  name: 'dom0',
  netid: '0',
  label: 'black',
  template_qid: 'none',
  dir_path: '/var/lib/qubes/servicevms/dom0',
  ...common,
  conf_file: 'dom0.conf',
  memory: '300',
  maxmem: '3000',
  pcidevs: '[]',
  services: "{'meminfo-writer': True}",
  internal: 'False',
  installed_by_rpm: 'False',
  include_in_backups: 'True',
  autostart: 'False',
};

function kernelAttributes(vm: SeedVm): Attributes {
  if (vm.element === 'QubesHVm') {
    return { drive: 'None', timezone: 'localtime', qrexec_installed: 'False', guiagent_installed: 'False' };
  }
  return {
    kernel: kernelVersion,
    uses_default_kernel: 'True',
    kernelopts: vm.element === 'QubesNetVm' ? 'nopat iommu=soft swiotlb=4096' : 'nopat',
    uses_default_kernelopts: 'True',
  };
}

function networkAttributes(vm: SeedVm): Attributes {
  const netid: Attributes = vm.netid === null ? {} : { netid: String(vm.netid) };
  const netvm: Attributes = vm.element === 'QubesNetVm' ? {} : { netvm_qid: String(vm.netvmQid ?? 'none') };
  return { ...netid, ...netvm, ...(vm.netid === null ? { uses_default_netvm: 'True' } : {}) };
}

function memoryAttributes(vm: SeedVm): Attributes {
  if (vm.element === 'QubesHVm') return { memory: '512', maxmem: '512' };
  return vm.netid === null ? { memory: '400', maxmem: '4000' } : { memory: '300', maxmem: '3000' };
}

function vmAttributes(vm: SeedVm): Attributes {
  const isNetVm = vm.element === 'QubesNetVm';
  return {
    qid: String(vm.qid),
    name: vm.name,
    label: vm.label,
    template_qid: String(vm.templateQid ?? 'none'),
    ...networkAttributes(vm),
    dir_path: vmDir(vm),
    ...common,
    conf_file: `${vm.name}.conf`,
    ...memoryAttributes(vm),
    ...kernelAttributes(vm),
    pcidevs: isNetVm ? "['00:19.0']" : '[]',
    services: isNetVm ? "{'ntpd': False, 'meminfo-writer': False}" : "{'meminfo-writer': True}",
    internal: python(vm.isInternal),
    installed_by_rpm: python(vm.isInstalledByRpm),
    include_in_backups: python(!vm.isInstalledByRpm && !vm.isInternal),
    autostart: python(vm.isAutostarted),
  };
}

const escapeAttribute = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const attributeText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');

/** `qubes.xml` as core-2 with the original's patches saves it: one element a VM, in the order of qid. */
export function registryXml(): string {
  const collection: Attributes = {
    default_template: String(defaultTemplateQid),
    default_netvm: '3',
    default_fw_netvm: '2',
    updatevm: '3',
    clockvm: '2',
    default_kernel: kernelVersion,
  };
  const vms = seedVms.map((vm) => `  <${vm.element}${attributeText(vmAttributes(vm))}/>\n`);
  return `<QubesVmCollection${attributeText(collection)}>\n  <QubesAdminVm${attributeText(adminVm)}/>\n${vms.join('')}</QubesVmCollection>\n`;
}
