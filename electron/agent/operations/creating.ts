import { dirname, join } from 'node:path';
import { err, ok } from '#shared/base/result.ts';
import { templateUses, usualLabel } from '#shared/rules/new-vm-classes.ts';
import { slotOf } from '../inventory/world.ts';
import type { NewVm, RegisteredVm } from '../qubes/vm-registry.ts';
import { folderVolumesOf, makingOf, type Making } from './making.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';

/** What the plan comes to for the registry and for the folder. */
export function creating(plan: DraftOf<'create'>, ports: OperationPorts): Making {
  const vm = newVmOf(plan);
  return {
    change: { kind: 'add', vm },
    async folder(contents) {
      const { action } = plan;
      const template = contents.vms.find(({ name }) => name === action.template) ?? null;
      if (template === null && action.template !== null && action.template !== undefined) {
        return err({ code: 'vm-not-found', vm: action.template });
      }
      return ok({
        kind: 'create',
        vm,
        template,
        rootPath: await rootFromTemplate(vm, template, ports),
        volumes: folderVolumesOf(makingOf(plan)),
        defaultKernel: contents.defaultKernel,
      });
    },
  };
}

function newVmOf(plan: DraftOf<'create'>): NewVm {
  const { action } = plan;
  const { makes } = makingOf(plan);
  return {
    name: makes.vm,
    class: action.class,
    label: action.label ?? usualLabel(action.class),
    template: templateUses[action.class].as === 'base' ? (action.template ?? null) : null,
    netvm: action.netvm ?? { kind: 'default' },
    storageType: makes.storageType,
    dirPath: makes.vmDir,
    isInternal: action.isInternal ?? false,
    includeInBackups: true,
    memoryMib: action.memoryMib ?? null,
    vcpus: action.vcpus ?? null,
  };
}

/** The volume that its root will be while it runs, made from the one of its template; null where that is an image. */
async function rootFromTemplate(
  vm: NewVm,
  template: RegisteredVm | null,
  { storage }: OperationPorts,
): Promise<string | null> {
  if (vm.template === null || template?.storageType !== 'lvm') return null;
  const { volumes } = await storage.lvm.survey([slotOf(template, 'root')]);
  const name = storage.lvm.nameOf({ vm: vm.name, vmDir: vm.dirPath, role: 'root' });
  return volumes[0] === undefined ? null : join(dirname(volumes[0].path), name);
}
