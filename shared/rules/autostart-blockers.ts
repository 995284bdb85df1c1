import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn } from './active-job.ts';

/** Why it may not be set now whether a VM starts at boot. */
export function autostartBlockers(
  { name, class: vmClass }: Pick<Vm, 'name' | 'class'>,
  jobs: Iterable<Job>,
): readonly Blocker[] {
  if (vmClass === 'AdminVM' || vmClass === 'DispVM') {
    return [{ code: 'class-has-no-autostart', vm: name, class: vmClass }];
  }
  const job = activeJobOn({ name }, jobs);
  return job === undefined ? [] : [{ code: 'job-on-vm', vm: name, job: job.id }];
}
