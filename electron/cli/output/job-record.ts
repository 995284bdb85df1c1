import type { Bytes } from '#shared/base/bytes.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import type { Job, JobState } from '#shared/domain/job.ts';
import type { Phase } from '#shared/domain/plan.ts';
import type { StorageType } from '#shared/domain/volume.ts';

/** One element of `jobs --json`. Scripts rely on it: fields are added, never changed. */
export interface JobRecord {
  readonly id: string;
  readonly action: Action['kind'];
  readonly vm: string;
  /** The kind of storage that it moves to; null where it moves nothing, or from pool to pool. */
  readonly to: StorageType | null;
  readonly state: JobState;
  readonly createdAt: string;
  /** null unless the job has ended. */
  readonly endedAt: string | null;
  /** null unless it runs or was interrupted. */
  readonly phase: Phase | null;
  /** Of the phase; null unless it runs. */
  readonly doneBytes: Bytes | null;
  readonly totalBytes: Bytes | null;
  readonly canCancel: boolean;
  readonly canResume: boolean;
  readonly canDiscard: boolean;
  /** What it failed of, or what stopped it behind the switch; null otherwise. */
  readonly error: Failure | null;
  /** What came of its parts, where that it has succeeded does not say it all. */
  readonly results: readonly JobResult[];
}

export const jobRecord = (job: Job): JobRecord => ({
  id: job.id,
  action: job.plan.action.kind,
  vm: job.plan.vm,
  to: job.plan.action.kind === 'migrate' ? (job.plan.action.to ?? null) : null,
  state: job.state,
  createdAt: job.createdAt,
  endedAt: 'endedAt' in job ? job.endedAt : null,
  phase: job.state === 'running' ? job.progress.phase : job.state === 'interrupted' ? job.phase : null,
  doneBytes: job.state === 'running' ? job.progress.doneBytes : null,
  totalBytes: job.state === 'running' ? job.progress.totalBytes : null,
  canCancel: job.state === 'queued' || (job.state === 'running' && job.isCancellable),
  canResume: job.state === 'interrupted',
  canDiscard: job.state === 'interrupted' && job.canDiscard,
  error: failureOf(job),
  results: job.results,
});

export const failureOf = (job: Job): Failure | null => ('failure' in job ? job.failure : null);
