import type { Action } from '../domain/action.ts';
import type { Blocker, BlockerOf } from '../domain/blocker.ts';
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

/** What is wrong with the name that an action would give; null where it gives none, or a good one. */
export function newNameProblem(action: Action): BlockerOf<'name-not-allowed'> | null {
  const name = givenName(action);
  const problem = name === null ? null : vmNameProblem(name);
  return name === null || problem === null ? null : { code: 'name-not-allowed', name, problem };
}

function givenName(action: Action): VmName | null {
  if (action.kind === 'create') return action.vm;
  return action.kind === 'clone' || action.kind === 'rename' ? action.name : null;
}
