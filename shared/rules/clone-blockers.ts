import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import type { Volume } from '../domain/volume.ts';
import { activeJobOn } from './active-job.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { missingVolumeBlockers, movableRoles } from './migrate-blockers.ts';
import { newNameBlockers } from './new-name-blockers.ts';

/** Why this VM may not be cloned as `name` now, as far as the inventory tells. Space and folders are the plan's own matter. */
export function cloneBlockers(
  vm: Vm,
  { name, isCommitted = false }: { readonly name: string; readonly isCommitted?: boolean | undefined },
  others: readonly Pick<Vm, 'name'>[],
  jobs: readonly Job[],
): readonly Blocker[] {
  if (vm.class === 'AdminVM' || vm.class === 'DispVM') {
    return [{ code: 'class-not-clonable', vm: vm.name, class: vm.class }];
  }
  return [
    ...newNameBlockers(name, others, jobs),
    ...(isCommitted ? committedBlockers(vm, jobs) : inUseBlockers(vm, jobs)),
    ...missingVolumeBlockers(vm),
  ];
}

/** Whether all of the VM can be had as it was last committed while it runs. */
export const hasCommittedState = (vm: Vm): boolean =>
  vm.power !== 'halted' && ownVolumes(vm).every((volume) => keepsCommitted(volume));

function committedBlockers(vm: Vm, jobs: readonly Job[]): readonly Blocker[] {
  const job = activeJobOn(vm, jobs);
  return [
    ...(job === undefined ? [] : [{ code: 'job-on-vm', vm: vm.name, job: job.id } as const]),
    ...ownVolumes(vm).flatMap((volume): readonly Blocker[] => {
      const isUsed = vm.power !== 'halted' || volume.isDirty || isOpen(volume);
      return isUsed && !keepsCommitted(volume) ? [{ code: 'nothing-committed', vm: vm.name, role: volume.role }] : [];
    }),
  ];
}

const ownVolumes = (vm: Vm): readonly Volume[] => vm.volumes.filter(({ role }) => movableRoles(vm).includes(role));
const isOpen = ({ state }: Volume): boolean => state.kind === 'present' && state.isOpen;
const keepsCommitted = ({ isDirty, revisions }: Volume): boolean =>
  isDirty && (revisions ?? []).some(({ isCommitted }) => isCommitted);
