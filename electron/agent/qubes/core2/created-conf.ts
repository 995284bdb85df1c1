import { join } from 'node:path';
import { xenConf } from '../../../core2/xen-conf.ts';
import { hvmSnapshotDisk, snapshotDisk, xenDisk } from '../../../core2/xen-disks.ts';
import type { CreatedFolder } from '../vm-folders.ts';
import { elementOfClass } from './element-classes.ts';
import { ownDisks } from './own-disks.ts';
import { usualKernelOptions, usualMemoryMib } from './usual-attributes.ts';

/** The Xen configuration of a VM that has never run. It has no network interface yet: that needs the VM's number. */
export function createdConf(folder: CreatedFolder, kernelsDir: string): string {
  const { vm, volumes, defaultKernel } = folder;
  const { hasKernel } = elementOfClass(vm.class);
  const kernelDir = defaultKernel === null ? join(vm.dirPath, 'kernels') : join(kernelsDir, defaultKernel);
  const own = ownDisks(volumes, vm.dirPath, vm.class === 'TemplateVM');
  return xenConf({
    name: vm.name,
    boot: hasKernel ? { kind: 'kernel', kernelDir, options: usualKernelOptions } : { kind: 'hvm' },
    memoryMib: vm.memoryMib ?? usualMemoryMib(vm.class),
    vcpus: vm.vcpus,
    disks: [
      own.get('xvda') ?? rootFromTemplate(folder, hasKernel),
      own.get('xvdb'),
      hasKernel ? xenDisk(join(vm.dirPath, 'volatile.img'), 'xvdc', 'w') : undefined,
      hasKernel ? xenDisk(join(kernelDir, 'modules.img'), 'xvdd', defaultKernel === null ? 'w' : 'r') : undefined,
    ].filter((disk) => disk !== undefined),
    vif: null,
  });
}

function rootFromTemplate({ vm, template, rootPath }: CreatedFolder, hasKernel: boolean): string | undefined {
  if (rootPath !== null) return xenDisk(rootPath, 'xvda', 'w');
  if (template === null) return undefined;
  return hasKernel ? snapshotDisk(template.dirPath) : hvmSnapshotDisk(template.dirPath, vm.dirPath);
}
