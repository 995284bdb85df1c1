import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { unfinishedJobOn } from './active-job.ts';
import { newNameBlockers } from './new-name-blockers.ts';
import { isFixed, wholeVmBlockers } from './whole-vm-blockers.ts';

/** A VM to rename, and those that are based on it. */
export interface RenameSubject {
  readonly vm: Vm;
  readonly isInstalledByRpm: boolean;
  readonly children: readonly Vm[];
}

/** Why a VM may not get this name now, as far as the inventory tells. Folders, links and volumes are the plan's own matter. */
export function renameBlockers(
  { vm, isInstalledByRpm, children }: RenameSubject,
  name: VmName,
  vms: readonly Vm[],
  jobs: readonly Job[],
): readonly Blocker[] {
  const blockers = wholeVmBlockers(vm, isInstalledByRpm, jobs);
  if (isFixed(blockers)) return blockers;
  const unfinished = unfinishedJobOn({ name }, jobs);
  return [
    ...newNameBlockers(name, vms, jobs),
    ...(unfinished === undefined ? [] : [{ code: 'job-unfinished', vm: name, job: unfinished.id } as const]),
    ...blockers,
    ...childBlockers(vm, children),
  ];
}

/** The kernel goes on with open images wherever they are, but the scripts that end such a guest look for them by name. */
function childBlockers(vm: Vm, children: readonly Vm[]): readonly Blocker[] {
  if (vm.storageType === 'lvm') return [];
  return children.flatMap(({ name, power }) =>
    power === 'halted' ? [] : [{ code: 'child-not-halted', vm: vm.name, child: name, power }],
  );
}
