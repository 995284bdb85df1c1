import type { Bytes } from '#shared/base/bytes.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { FollowedJob } from '../follow-jobs.ts';
import { failureOf, jobRecord, type JobRecord } from './job-record.ts';

/** One element of what `migrate`, `clone` and the like print with `--json`. Scripts rely on it: fields are added, never changed. */
export interface ActionRecord {
  readonly vm: string;
  /** `left`: Ctrl-C was pressed twice, and the job goes on in the agent. */
  readonly outcome: 'planned' | 'succeeded' | 'cancelled' | 'interrupted' | 'failed' | 'refused' | 'left';
  /** With `--dry-run` only. */
  readonly plan: Plan | null;
  readonly job: JobRecord | null;
  readonly error: Failure | null;
  /** What the migration left where it was; `dataBytes` is what freeing it would give back. */
  readonly keptOriginals: readonly { readonly path: string; readonly dataBytes: Bytes }[];
}

const record = (
  vm: string,
  outcome: ActionRecord['outcome'],
  facts: Partial<Omit<ActionRecord, 'vm' | 'outcome'>>,
): ActionRecord => ({ vm, outcome, plan: null, job: null, error: null, keptOriginals: [], ...facts });

export const plannedRecord = (vm: string, plan: Plan): ActionRecord => record(vm, 'planned', { plan });

export const refusedRecord = (vm: string, error: Failure): ActionRecord =>
  record(vm, error.code === 'refused' ? 'refused' : 'failed', { error });

export function followedRecord({ job, rest }: FollowedJob): ActionRecord {
  const { vm } = job.plan;
  if (rest === null) return record(vm, 'left', { job: jobRecord(job) });
  if (!rest.ok) return record(vm, 'failed', { job: jobRecord(job), error: rest.error });
  const { value } = rest;
  return record(vm, value.state, {
    job: jobRecord(value),
    error: failureOf(value),
    keptOriginals: value.state === 'succeeded' ? keptOriginals(value) : [],
  });
}

export const keptOriginals = ({ plan }: Job): ActionRecord['keptOriginals'] =>
  plan.action.kind === 'migrate' && plan.relocation === null
    ? plan.volumes.map(({ sourcePath, dataBytes }) => ({ path: sourcePath, dataBytes }))
    : [];
