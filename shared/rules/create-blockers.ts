import { mib, type Bytes } from '../base/bytes.ts';
import type { ActionOf } from '../domain/action.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { NetvmChoice, NewVmClass, Vm } from '../domain/vm.ts';
import type { VolumeRole } from '../domain/volume.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { missingVolumeBlockers } from './migrate-blockers.ts';
import { newNameBlockers } from './new-name-blockers.ts';
import { rolesFromTemplate, templateUses } from './new-vm-classes.ts';

type Create = ActionOf<'create'>;

/** A file system and its journal want this much. */
export const smallestBytes = mib(16);

/**
 * Why this VM may not be made now, as far as the inventory tells. The action names the template that is meant, the default
 * one too. Space, folders and how many VMs there can be are the plan's own matter.
 */
export function createBlockers(action: Create, vms: readonly Vm[], jobs: readonly Job[]): readonly Blocker[] {
  return [
    ...newNameBlockers(action.vm, vms, jobs),
    ...templateBlockers(action, vms, jobs),
    ...netvmBlockers(action.class, action.netvm, vms),
    ...rootImageBlockers(action),
    ...sizeBlockers('root', action.rootBytes, action),
    ...sizeBlockers('private', action.privateBytes, action),
  ];
}

function rootImageBlockers({ class: vmClass, template, rootImage, rootBytes }: Create): readonly Blocker[] {
  if (rootImage === undefined) return [];
  const isOwn = vmClass === 'StandaloneVM' || (vmClass === 'HVM' && (template ?? null) === null);
  return isOwn && rootBytes === undefined ? [] : [{ code: 'class-takes-no-root', class: vmClass }];
}

function templateBlockers(action: Create, vms: readonly Vm[], jobs: readonly Job[]): readonly Blocker[] {
  const use = templateUses[action.class];
  const { template } = action;
  if (template === null || template === undefined) {
    return use.isNeeded ? [{ code: 'template-needed', class: action.class }] : [];
  }
  const found = vms.find(({ name }) => name === template);
  if (found === undefined) return [{ code: 'template-not-found', template }];
  if (found.class !== use.templateClass) {
    return [{ code: 'template-not-suited', template, templateClass: found.class, class: action.class }];
  }
  // VMs that run on its root keep that open, and only a VM with a root of its own reads it.
  return [...inUseBlockers(found, jobs, rolesFromTemplate(action.class)), ...missingVolumeBlockers(found)];
}

function netvmBlockers(vmClass: NewVmClass, netvm: NetvmChoice | undefined, vms: readonly Vm[]): readonly Blocker[] {
  if (netvm?.kind !== 'vm') return [];
  if (vmClass === 'NetVM') return [{ code: 'class-has-no-netvm', class: vmClass }];
  const found = vms.find(({ name }) => name === netvm.vm);
  if (found === undefined) return [{ code: 'netvm-not-found', netvm: netvm.vm }];
  const givesNetwork = found.class === 'NetVM' || found.class === 'ProxyVM';
  return givesNetwork ? [] : [{ code: 'netvm-not-suited', netvm: netvm.vm, netvmClass: found.class }];
}

function sizeBlockers(
  role: VolumeRole,
  asked: Bytes | undefined,
  { class: vmClass, template }: Create,
): readonly Blocker[] {
  if (asked === undefined) return [];
  if (template !== null && template !== undefined) {
    const isAnew = role === 'root' && templateUses[vmClass].as === 'base';
    return [isAnew ? { code: 'root-follows-template', template } : { code: 'size-follows-template', role, template }];
  }
  return asked < smallestBytes ? [{ code: 'size-too-small', role, smallestBytes }] : [];
}
