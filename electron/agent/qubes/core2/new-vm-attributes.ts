import type { VmName } from '#shared/domain/ids.ts';
import type { NewDisposable, NewVm } from '../vm-registry.ts';
import { elementOfClass } from './element-classes.ts';
import { pythonBoolean } from './python-literal.ts';
import type { Core2Registry } from './read-registry.ts';
import { usualAttributes } from './usual-attributes.ts';

function qidOf(registry: Core2Registry, name: VmName | null): string {
  const record = registry.records.find((candidate) => candidate.name === name);
  return record === undefined ? 'none' : String(record.qid);
}

function netvmAttributes(registry: Core2Registry, vm: NewVm): Readonly<Record<string, string>> {
  const kind = elementOfClass(vm.class).netvm;
  if (kind === 'none') return {};
  const fallback = kind === 'own' ? registry.contents.defaultFirewallVm : registry.contents.defaultNetvm;
  const named = vm.netvm.kind === 'vm' ? vm.netvm.vm : vm.netvm.kind === 'default' ? fallback : null;
  const attributes = { netvm_qid: qidOf(registry, named) };
  return kind === 'own'
    ? attributes
    : { ...attributes, uses_default_netvm: pythonBoolean(vm.netvm.kind === 'default') };
}

/** The numbers that a new VM got; only network VMs have a netid. */
export interface VmNumbers {
  readonly qid: number;
  readonly netid: number | null;
}

/** The attributes of a new VM's element, in core-2's words; what is left out has core-2's defaults. */
export function newVmAttributes(
  registry: Core2Registry,
  vm: NewVm,
  numbers: VmNumbers,
): Readonly<Record<string, string>> {
  return {
    qid: String(numbers.qid),
    name: vm.name,
    ...(numbers.netid === null ? {} : { netid: String(numbers.netid) }),
    label: vm.label,
    template_qid: qidOf(registry, vm.template),
    ...netvmAttributes(registry, vm),
    dir_path: vm.dirPath,
    conf_file: `${vm.name}.conf`,
    firewall_conf: 'firewall.xml',
    storage_type: vm.storageType,
    ...usualAttributes(vm.class, registry.contents.defaultKernel),
    ...(vm.memoryMib === null ? {} : { memory: String(vm.memoryMib) }),
    ...(vm.vcpus === null ? {} : { vcpus: String(vm.vcpus) }),
    internal: pythonBoolean(vm.isInternal),
    include_in_backups: pythonBoolean(vm.includeInBackups),
  };
}

/** All that core-2 writes of a DisposableVM (facts/qubes-r2.md §1.4): the rest is its template's, or goes with it. */
export const disposableAttributes = (
  registry: Core2Registry,
  vm: NewDisposable,
  { qid }: VmNumbers,
): Readonly<Record<string, string>> => ({
  qid: String(qid),
  name: vm.name,
  dispid: String(vm.number),
  template_qid: qidOf(registry, vm.template),
  label: vm.label,
  firewall_conf: vm.firewallPath,
  netvm_qid: qidOf(registry, vm.netvm),
});
