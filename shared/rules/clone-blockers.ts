import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { isActive } from './active-job.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { missingVolumeBlockers } from './migrate-blockers.ts';
import { vmNameProblem } from './vm-names.ts';

/** Why this VM may not be cloned as `name` now, as far as the inventory tells. Space and folders are the plan's own matter. */
export function cloneBlockers(
  vm: Vm,
  name: string,
  others: readonly Pick<Vm, 'name'>[],
  jobs: readonly Job[],
): readonly Blocker[] {
  if (vm.class === 'AdminVM' || vm.class === 'DispVM') {
    return [{ code: 'class-not-clonable', vm: vm.name, class: vm.class }];
  }
  const onName = jobs.find((job) => isActive(job) && holds(job, name) && !holds(job, vm.name));
  return [
    ...nameBlockers(name, others),
    ...inUseBlockers(vm, jobs),
    ...(onName === undefined ? [] : [{ code: 'job-on-vm', vm: vm.name, job: onName.id } as const]),
    ...missingVolumeBlockers(vm),
  ];
}

const holds = (job: Job, name: string): boolean => job.plan.holds.some((held) => held === name);

function nameBlockers(name: string, others: readonly Pick<Vm, 'name'>[]): readonly Blocker[] {
  const problem = vmNameProblem(name);
  if (problem !== null) return [{ code: 'name-not-allowed', name, problem }];
  return others.some((other) => other.name === name) ? [{ code: 'name-taken', name, by: 'vm' }] : [];
}
