import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn } from './active-job.ts';
import { missingVolumeBlockers } from './migrate-blockers.ts';

/** core-2 knows the AppVM that DisposableVMs are made of by this ending, after the name of its template. */
const dvmEnding = '-dvm';

/**
 * Why no DisposableVM can be made of this VM now. The VM itself may run, and so may its template: a DisposableVM begins as
 * what they were before.
 */
export function disposableBlockers(vm: Vm, template: Vm | undefined, jobs: readonly Job[]): readonly Blocker[] {
  if (vm.class !== 'AppVM' || template === undefined || !vm.name.endsWith(dvmEnding)) {
    return [{ code: 'not-for-disposables', vm: vm.name }];
  }
  return [vm, template].flatMap((one): readonly Blocker[] => {
    const job = activeJobOn(one, jobs);
    return [
      ...(one.storageType === 'lvm' ? [] : [{ code: 'disposables-need-lvm', vm: one.name } as const]),
      ...(job === undefined ? [] : [{ code: 'job-on-vm', vm: one.name, job: job.id } as const]),
      ...missingVolumeBlockers(one),
    ];
  });
}
