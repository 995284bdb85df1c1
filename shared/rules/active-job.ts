import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';

/** A job that has its VMs to itself until it ends. An interrupted one has let go of them. */
export const isActive = (job: Job): boolean =>
  job.state === 'queued' || job.state === 'running' || job.state === 'cancelling';

export const activeJobOn = (vm: Pick<Vm, 'name'>, jobs: Iterable<Job>): Job | undefined => {
  for (const job of jobs) if (job.plan.holds.includes(vm.name) && isActive(job)) return job;
  return undefined;
};

/** A job that was cut off, and may have left the VM half changed until it is resumed or discarded. */
export const unfinishedJobOn = (vm: Pick<Vm, 'name'>, jobs: Iterable<Job>): Job | undefined => {
  for (const job of jobs) if (job.plan.holds.includes(vm.name) && job.state === 'interrupted') return job;
  return undefined;
};

/**
 * A job that was cut off where it leaves VMs in two halves, each of which looks like somebody's leftovers: until it is
 * resumed or discarded, nobody but the job can tell what belongs to what.
 */
export const leavesHalves = ({ state, plan }: Job): boolean =>
  state === 'interrupted' && (plan.action.kind === 'rename' || plan.action.kind === 'remove');
