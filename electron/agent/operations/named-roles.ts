import { hasOwnVolumes, ownsRoot } from '#shared/rules/migrate-blockers.ts';
import type { World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { NamedRole } from '../storage/owned-volumes.ts';

/** What a VM has on LVM, whether by tag or, as the original patch set left it, by name alone. */
export function namedRoles(vm: RegisteredVm, registered: World['registered']): readonly NamedRole[] {
  if (!hasOwnVolumes(vm)) return [];
  const template = vm.template === null ? undefined : registered.get(vm.template);
  const roles: NamedRole[] = [];
  if (ownsRoot(vm) && vm.storageType === 'lvm') roles.push({ role: 'root', isSnapshot: false });
  if (!ownsRoot(vm) && template?.storageType === 'lvm') roles.push({ role: 'root', isSnapshot: true });
  if (vm.storageType === 'lvm') roles.push({ role: 'private', isSnapshot: false });
  return roles;
}
