import type { Failure } from '#shared/domain/failure.ts';
import type { Timestamp, JobId } from '#shared/domain/ids.ts';
import type { Job, JobLogEntry, JobProgress } from '#shared/domain/job.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { jobHistory, type JobHistory } from './job-history.ts';
import type { JournalRecord } from './journal-record.ts';
import type { Step } from './step.ts';

/** The newest entries of a log that are kept with a job; the journal has all. */
const shownLogEntries = 200;

/** Where a job stands, apart from what never changes about it. */
export type JobStanding =
  | { readonly state: 'queued' | 'cancelling' }
  | {
      readonly state: 'running';
      readonly startedAt: Timestamp;
      readonly progress: JobProgress;
      readonly isCancellable: boolean;
    }
  | (Extract<JournalRecord, { record: 'ended' }>['outcome'] & { readonly endedAt: Timestamp })
  | {
      readonly state: 'interrupted';
      readonly phase: JobProgress['phase'];
      readonly canDiscard: boolean;
      readonly failure: Failure | null;
    };

/** A job in the runner's memory: mutable, and shown to others only through `toJob`. */
export interface JobRecord {
  readonly id: JobId;
  readonly plan: Plan;
  readonly createdAt: Timestamp;
  standing: JobStanding;
  log: readonly JobLogEntry[];
  /** By step. */
  told: ReadonlyMap<number, readonly JobResult[]>;
}

export const toJob = ({ id, plan, createdAt, log, told, standing }: JobRecord): Job => ({
  id,
  plan,
  createdAt,
  log,
  results: [...told].sort(([one], [other]) => one - other).flatMap(([, results]) => results),
  ...standing,
});

export const appendLog = (record: JobRecord, entry: JobLogEntry): void => {
  record.log = [...record.log, entry].slice(-shownLogEntries);
};

/** A job as it was left when the agent ended, whether or not it came to its own end. */
export function recoveredRecord(
  id: JobId,
  records: readonly JournalRecord[],
  stepsOf: (plan: Plan) => readonly Step[],
): JobRecord {
  const history = jobHistory(records);
  return {
    id,
    plan: history.plan,
    createdAt: history.createdAt,
    log: history.log.slice(-shownLogEntries),
    told: history.told,
    standing:
      history.end === undefined
        ? interruptedStanding(history, stepsOf(history.plan))
        : { ...history.end.outcome, endedAt: history.end.at },
  };
}

/** May be discarded only while it is certain that nothing past the point of no return was begun. */
export function interruptedStanding(history: JobHistory, steps: readonly Step[]): JobStanding {
  const begun = steps.slice(0, history.nextStep + (history.hasBegunNextStep ? 1 : 0));
  const at = steps[Math.min(history.nextStep, steps.length - 1)];
  return {
    state: 'interrupted',
    phase: at?.phase ?? 'check',
    canDiscard: !begun.some((step) => step.isPointOfNoReturn),
    failure: history.stoppedBy,
  };
}
