import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { volumeRoles, type VolumeRole } from '../domain/volume.ts';
import { activeJobOn } from './active-job.ts';

/**
 * Why a VM's volumes are not free to be read as they are, changed, renamed or removed: the one rule for everything that
 * needs them so. Only a halted VM does not use them, and a volume that somebody has open is in use whatever the hypervisor
 * says.
 */
export function inUseBlockers(
  vm: Vm,
  jobs: Iterable<Job>,
  /** Those of its volumes that matter. */
  roles: readonly VolumeRole[] = volumeRoles,
): readonly Blocker[] {
  const blockers: Blocker[] = [];
  if (vm.power !== 'halted') blockers.push({ code: 'vm-not-halted', vm: vm.name, power: vm.power });
  const job = activeJobOn(vm, jobs);
  if (job !== undefined) blockers.push({ code: 'job-on-vm', vm: vm.name, job: job.id });
  // Of a running VM's volumes it goes without saying.
  return vm.power === 'halted' ? [...blockers, ...openVolumeBlockers(vm, roles)] : blockers;
}

const openVolumeBlockers = (vm: Vm, roles: readonly VolumeRole[]): readonly Blocker[] =>
  vm.volumes.flatMap(({ role, state }) =>
    roles.includes(role) && state.kind === 'present' && state.isOpen
      ? [{ code: 'volume-open', vm: vm.name, role }]
      : [],
  );
