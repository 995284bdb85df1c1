import type { VmClass } from '#shared/domain/vm.ts';
import { elementOfClass } from './element-classes.ts';

export const usualKernelOptions = 'nopat';

const otherMemoryMib: Partial<Record<VmClass, number>> = { NetVM: 300, ProxyVM: 300, HVM: 512, TemplateHVM: 512 };

/** Until somebody says otherwise (facts/qubes-r2.md §1.4). */
export const usualMemoryMib = (vmClass: VmClass): number => otherMemoryMib[vmClass] ?? 400;

/**
 * What core-2 always writes of a new VM of this class (facts/qubes-r2.md §1.4), and its own tools expect to read. `maxmem` and
 * `vcpus` are left to it: they follow from the host's memory and processors, of which dom0 sees a part.
 */
export function usualAttributes(vmClass: VmClass, defaultKernel: string | null): Readonly<Record<string, string>> {
  return {
    memory: String(usualMemoryMib(vmClass)),
    ...(elementOfClass(vmClass).hasKernel ? kernelAttributes(defaultKernel) : hvmAttributes),
    pcidevs: '[]',
    internal: 'False',
    installed_by_rpm: 'False',
    include_in_backups: 'True',
    debug: 'False',
    default_user: 'user',
    qrexec_timeout: '60',
    autostart: 'False',
    backup_content: 'False',
    backup_size: '0',
    backup_path: '',
  };
}

const kernelAttributes = (defaultKernel: string | null): Readonly<Record<string, string>> => ({
  kernel: defaultKernel ?? 'None',
  uses_default_kernel: 'True',
  kernelopts: usualKernelOptions,
  uses_default_kernelopts: 'True',
  services: "{'meminfo-writer': True}",
});

/** An HVM keeps the memory that it has: nothing in it tells dom0 how much it needs. */
const hvmAttributes: Readonly<Record<string, string>> = {
  drive: 'None',
  timezone: 'localtime',
  qrexec_installed: 'False',
  guiagent_installed: 'False',
  seamless_gui_mode: 'False',
  services: "{'meminfo-writer': False}",
};
