import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { unfinishedJobOn } from './active-job.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { outOfReachBlockers } from './out-of-reach-blockers.ts';

/** Why nothing may be done to a VM as a whole now, its folder and its name with it. A package knows where its files are. */
export function wholeVmBlockers(vm: Vm, isInstalledByRpm: boolean, jobs: readonly Job[]): readonly Blocker[] {
  if (vm.class === 'AdminVM' || vm.class === 'DispVM') {
    return [{ code: 'class-not-changeable', vm: vm.name, class: vm.class }];
  }
  const unfinished = unfinishedJobOn(vm, jobs);
  return [
    ...(isInstalledByRpm ? [{ code: 'installed-by-rpm', vm: vm.name } as const] : []),
    ...inUseBlockers(vm, jobs),
    // What is not there at all is in nobody's way.
    ...outOfReachBlockers(vm).filter(({ code }) => code === 'volume-unavailable'),
    ...(unfinished === undefined ? [] : [{ code: 'job-unfinished', vm: vm.name, job: unfinished.id } as const]),
  ];
}

/** dom0 and DisposableVMs are what they are: nothing else needs to be told of them. */
export const isFixed = (blockers: readonly Blocker[]): boolean =>
  blockers.some(({ code }) => code === 'class-not-changeable');
