import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { NamingScheme } from '../domain/naming-scheme.ts';
import type { Vm } from '../domain/vm.ts';
import type { VolumeRole } from '../domain/volume.ts';
import { isActive } from './active-job.ts';
import { lvmNameProblem } from './lvm-names.ts';
import { schemeThatWorks, volumeName } from './volume-names.ts';

/** A volume of a registered VM that would be renamed. */
export interface NamedVolume {
  readonly vm: VmName;
  readonly role: VolumeRole;
  readonly isOpen: boolean;
}

/** Why the volumes of a machine may not get these names now. A job of before may know some by their old ones. */
export function namingBlockers(
  scheme: NamingScheme,
  volumes: readonly NamedVolume[],
  vms: readonly Pick<Vm, 'name' | 'power'>[],
  jobs: readonly Job[],
): readonly Blocker[] {
  const blockers: Blocker[] = [];
  for (const job of jobs) {
    const facts = { vm: job.plan.vm, job: job.id };
    if (job.state === 'interrupted') blockers.push({ code: 'job-unfinished', ...facts });
    if (isActive(job)) blockers.push({ code: 'job-on-vm', ...facts });
  }
  const owners = new Set(volumes.map(({ vm }) => vm));
  for (const { name, power } of vms) {
    if (owners.has(name) && power !== 'halted') blockers.push({ code: 'vm-not-halted', vm: name, power });
  }
  const halted = new Set(vms.filter(({ power }) => power === 'halted').map(({ name }) => name));
  for (const { vm, role, isOpen } of volumes) {
    // Of a running VM's volumes it goes without saying.
    if (isOpen && halted.has(vm)) blockers.push({ code: 'volume-open', vm, role });
    const volume = volumeName(scheme, vm, role);
    const part = lvmNameProblem(volume);
    if (part !== null)
      blockers.push({ code: 'name-not-for-lvm', vm, volume, part, worksAs: schemeThatWorks(scheme, vm) });
  }
  return blockers;
}
