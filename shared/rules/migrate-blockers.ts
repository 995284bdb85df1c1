import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import type { StorageType, VolumeRole } from '../domain/volume.ts';

/** A job that has the VM to itself until it ends. An interrupted one has let go of it. */
export const isActive = (job: Job): boolean =>
  job.state === 'queued' || job.state === 'running' || job.state === 'cancelling';

export const activeJobOn = (vm: Pick<Vm, 'name'>, jobs: Iterable<Job>): Job | undefined => {
  for (const job of jobs) if (job.plan.holds.includes(vm.name) && isActive(job)) return job;
  return undefined;
};

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
  const blockers: Blocker[] = [];
  if (vm.storageType === to) blockers.push({ code: 'already-there', vm: vm.name, storageType: to });
  if (vm.power !== 'halted') blockers.push({ code: 'vm-not-halted', vm: vm.name, power: vm.power });
  const job = activeJobOn(vm, jobs);
  if (job !== undefined) blockers.push({ code: 'job-on-vm', vm: vm.name, job: job.id });
  return [...blockers, ...ownVolumeBlockers(vm)];
}

/** Why the VM's own volumes may not be read now: one is missing, or somebody has it open. */
export function ownVolumeBlockers(vm: Vm): readonly Blocker[] {
  const blockers: Blocker[] = [];
  for (const role of movableRoles(vm)) {
    const state = vm.volumes.find((volume) => volume.role === role)?.state;
    if (state?.kind === 'missing') {
      blockers.push({ code: 'image-missing', vm: vm.name, role, lookedFor: state.lookedFor });
    } else if (state?.kind === 'present' && state.isOpen && vm.power === 'halted') {
      // Of a running VM's volumes it goes without saying.
      blockers.push({ code: 'volume-open', vm: vm.name, role });
    }
  }
  return blockers;
}
