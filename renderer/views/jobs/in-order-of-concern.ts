import type { Job, JobState } from '#shared/domain/job.ts';

/** First what waits for a person, then what is at work, what waits its turn, and what has ended. */
export const jobGroups = ['interrupted', 'active', 'waiting', 'ended'] as const;
export type JobGroup = (typeof jobGroups)[number];

const groups: Readonly<Record<JobState, JobGroup>> = {
  interrupted: 'interrupted',
  running: 'active',
  cancelling: 'active',
  queued: 'waiting',
  failed: 'ended',
  succeeded: 'ended',
  cancelled: 'ended',
};
export const jobGroupOf = ({ state }: Job): JobGroup => groups[state];

/** Newest first in each group. */
export const inOrderOfConcern = (newestFirst: readonly Job[]): readonly Job[] =>
  jobGroups.flatMap((group) => newestFirst.filter((job) => jobGroupOf(job) === group));
