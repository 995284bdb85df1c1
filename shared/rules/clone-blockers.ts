import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { missingVolumeBlockers } from './migrate-blockers.ts';
import { newNameBlockers } from './new-name-blockers.ts';

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
  return [...newNameBlockers(name, others, jobs), ...inUseBlockers(vm, jobs), ...missingVolumeBlockers(vm)];
}
