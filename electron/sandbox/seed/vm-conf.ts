import { xenConf } from '../../core2/xen-conf.ts';
import { originDisk, snapshotDisk, xenDisk } from '../../core2/xen-disks.ts';
import { kernelDir, rootDir, vmDir } from './seed-vms.ts';
import type { SeedVm } from './seed-vms.ts';

function rootDisk(vm: SeedVm): string {
  if (vm.element === 'QubesTemplateVm') return originDisk(vmDir(vm));
  return vm.root === 'none' ? snapshotDisk(rootDir(vm)) : xenDisk(`${vmDir(vm)}/root.img`, 'xvda', 'w');
}

/** The Xen configuration of a VM of the example. */
export function vmConf(vm: SeedVm): string {
  const dir = vmDir(vm);
  const isHvm = vm.element === 'QubesHVm';
  const number = vm.qid.toString(16).padStart(2, '0').toUpperCase();
  return xenConf({
    name: vm.name,
    boot: isHvm ? { kind: 'hvm' } : { kind: 'kernel', kernelDir, options: 'nopat' },
    memoryMib: isHvm ? 512 : 400,
    vcpus: 4,
    disks: [
      rootDisk(vm),
      xenDisk(`${dir}/private.img`, 'xvdb', 'w'),
      ...(isHvm ? [] : [xenDisk(`${dir}/volatile.img`, 'xvdc', 'w'), xenDisk(`${kernelDir}/modules.img`, 'xvdd', 'r')]),
    ],
    vif: `ip=10.137.2.${vm.qid + 2},mac=00:16:3E:5E:6C:${number}`,
  });
}
