import type { Job, JobState } from '#shared/domain/job.ts';

const ranks: Readonly<Record<JobState, number>> = {
  interrupted: 0,
  running: 1,
  cancelling: 1,
  queued: 2,
  failed: 3,
  succeeded: 3,
  cancelled: 3,
};

/** First what waits for a person, then what is at work, what waits its turn, and what has ended; newest first in each. */
export const inOrderOfConcern = (newestFirst: readonly Job[]): readonly Job[] =>
  newestFirst.toSorted((one, other) => ranks[one.state] - ranks[other.state]);
