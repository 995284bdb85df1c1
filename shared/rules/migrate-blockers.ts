import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import type { StorageType, VolumeRole } from '../domain/volume.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { outOfReachBlockers } from './out-of-reach-blockers.ts';

/** Whether the VM keeps a root of its own; the others start from their template's. */
export const ownsRoot = (vm: Pick<Vm, 'template' | 'class'>): boolean => vm.template === null && vm.class !== 'AdminVM';

/** dom0 runs from its own disk, and a DispVM of core-2 from a savefile. */
export const hasOwnVolumes = (vm: Pick<Vm, 'class'>): boolean => vm.class !== 'AdminVM' && vm.class !== 'DispVM';

/** The volumes that a migration moves: private always, root where it is the VM's own. */
export const movableRoles = (vm: Pick<Vm, 'template' | 'class'>): readonly VolumeRole[] =>
  ownsRoot(vm) ? ['root', 'private'] : ['private'];

/**
 * Why this VM's volumes may not be moved to the other kind of storage now, as far as the inventory tells: the window greys
 * its button with it and the agent's plan begins with it. Names and space are the plan's own matter.
 */
export function migrateBlockers(vm: Vm, to: StorageType, jobs: Iterable<Job>): readonly Blocker[] {
  if (!hasOwnVolumes(vm)) {
    return [{ code: 'class-not-movable', vm: vm.name, class: vm.class }];
  }
  return [
    ...(vm.storageType === to ? [{ code: 'already-there', vm: vm.name, storageType: to } as const] : []),
    ...inUseBlockers(vm, jobs),
    // Nothing that is kept is ever written over: it goes when a person frees it.
    ...vm.kept
      .filter(({ storage }) => storage === to)
      .map(({ path }) => ({ code: 'kept-in-the-way', vm: vm.name, path }) as const),
    ...missingVolumeBlockers(vm),
    ...inactiveVolumeBlockers(vm),
  ];
}

/** Which of the VM's own volumes are not there, or not whole. */
export const missingVolumeBlockers = (vm: Vm): readonly Blocker[] => outOfReachBlockers(vm, movableRoles(vm));

/** Which of them cannot be read or written to as they are. */
export const inactiveVolumeBlockers = (vm: Vm): readonly Blocker[] =>
  movableRoles(vm).flatMap((role) => {
    const state = vm.volumes.find((volume) => volume.role === role)?.state;
    return state?.kind === 'inactive' ? [{ code: 'volume-inactive', vm: vm.name, role }] : [];
  });
