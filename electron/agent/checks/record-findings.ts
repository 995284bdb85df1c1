import { join } from 'node:path';
import { hasOwnVolumes, movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { Expected, NewFinding } from '../storage/storage-checks.ts';

/** What is wrong with the records of the registry in themselves. */
export function recordFindings(vms: readonly RegisteredVm[], { isHalted }: Expected): readonly NewFinding[] {
  return vms.flatMap((vm): readonly NewFinding[] => {
    if (vm.class === 'DispVM' && isHalted(vm.name) === true) {
      return [{ code: 'disposable-left', vm: vm.name, identity: vm.name }];
    }
    return hasOwnVolumes(vm) ? astrayImages(vm) : [];
  });
}

/** Older versions of core-2 write where the images are, and no version of it reads that. */
const astrayImages = ({ name, dirPath, imagePaths, ...vm }: RegisteredVm): readonly NewFinding[] =>
  movableRoles(vm).flatMap((role) => {
    const path = imagePaths[role];
    const used = join(dirPath, `${role}.img`);
    if (path === undefined || path === used) return [];
    return [{ code: 'image-path-astray', vm: name, identity: `${name} ${role}`, role, path, used } as const];
  });
