import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';

/** A job that goes no further by itself. */
export type RestingJob = Extract<Job, { readonly state: 'succeeded' | 'cancelled' | 'failed' | 'interrupted' }>;

const isResting = (job: Job): job is RestingJob =>
  job.state === 'succeeded' || job.state === 'cancelled' || job.state === 'failed' || job.state === 'interrupted';

export interface JobWatch {
  /** How the job came to rest, as told since the watch began; `agent-gone` when the agent went first. */
  atRest(id: JobId): Promise<Result<RestingJob, Failure>>;
}

/**
 * Follows jobs from now on, those of other clients too. Needs an open session; begin it before the job is started, because
 * a short job may be over before the answer to `plan.start` was read. What the snapshot said does not count: an
 * interrupted job that is resumed rests only when it does so again.
 */
export function watchJobs(agent: AgentConnection, onChanged: (job: Job) => void): JobWatch {
  const latest = new Map<JobId, Job>();
  const waiting = new Map<JobId, (job: Result<RestingJob, Failure>) => void>();
  agent.on('job.changed', (job) => {
    latest.set(job.id, job);
    onChanged(job);
    if (!isResting(job)) return;
    waiting.get(job.id)?.(ok(job));
    waiting.delete(job.id);
  });
  let isGone = false;
  void agent.closed.then(() => {
    isGone = true;
    for (const settle of waiting.values()) settle(err({ code: 'agent-gone' }));
  });
  return {
    atRest: (id) => {
      const job = latest.get(id);
      if (job !== undefined && isResting(job)) return Promise.resolve(ok(job));
      if (isGone) return Promise.resolve(err({ code: 'agent-gone' }));
      return new Promise((resolve) => waiting.set(id, resolve));
    },
  };
}
