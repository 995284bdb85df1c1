import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';

/** A job that has its VMs to itself until it ends. An interrupted one has let go of them. */
export const isActive = (job: Job): boolean =>
  job.state === 'queued' || job.state === 'running' || job.state === 'cancelling';

export const activeJobOn = (vm: Pick<Vm, 'name'>, jobs: Iterable<Job>): Job | undefined => {
  for (const job of jobs) if (job.plan.holds.includes(vm.name) && isActive(job)) return job;
  return undefined;
};
