import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn } from './active-job.ts';
import { vmNameProblem } from './vm-names.ts';

/** Why no VM may be made under this name now, as far as the inventory tells. */
export function newNameBlockers(
  name: string,
  others: readonly Pick<Vm, 'name'>[],
  jobs: Iterable<Job>,
): readonly Blocker[] {
  const problem = vmNameProblem(name);
  if (problem !== null) return [{ code: 'name-not-allowed', name, problem }];
  if (others.some((other) => other.name === name)) return [{ code: 'name-taken', name, by: 'vm' }];
  const vm = name as VmName;
  const job = activeJobOn({ name: vm }, jobs);
  return job === undefined ? [] : [{ code: 'job-on-vm', vm, job: job.id }];
}
