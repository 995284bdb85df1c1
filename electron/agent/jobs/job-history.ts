import type { Failure } from '#shared/domain/failure.ts';
import type { Timestamp } from '#shared/domain/ids.ts';
import type { JobLogEntry } from '#shared/domain/job.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { JournalRecord, Outcome } from './journal-record.ts';

/** A job as its journal tells it. */
export interface JobHistory {
  readonly plan: Plan;
  readonly createdAt: Timestamp;
  /** Steps before this one are done; this one may have begun. */
  readonly nextStep: number;
  readonly hasBegunNextStep: boolean;
  readonly remembered: ReadonlyMap<number, unknown>;
  /** What each step has told. */
  readonly told: ReadonlyMap<number, readonly JobResult[]>;
  /** What ended the last run behind the point of no return. */
  readonly stoppedBy: Failure | null;
  readonly log: readonly JobLogEntry[];
  readonly end: { readonly at: Timestamp; readonly outcome: Outcome } | undefined;
}

/** Folds the records of one job. The first is always `planned`. */
export function jobHistory(records: readonly JournalRecord[]): JobHistory {
  const first = records[0];
  if (first?.record !== 'planned') throw new Error('a journal begins with its plan');
  let history: JobHistory = {
    plan: first.plan,
    createdAt: first.at,
    nextStep: 0,
    hasBegunNextStep: false,
    remembered: new Map(),
    told: new Map(),
    stoppedBy: null,
    log: [],
    end: undefined,
  };
  for (const record of records) history = fold(history, record);
  return history;
}

function fold(history: JobHistory, record: JournalRecord): JobHistory {
  switch (record.record) {
    case 'planned':
      return history;
    case 'step-started':
      return { ...history, nextStep: record.step, hasBegunNextStep: true, stoppedBy: null };
    case 'remembered':
      return { ...history, remembered: new Map(history.remembered).set(record.step, record.facts) };
    case 'step-done':
      return { ...history, nextStep: record.step + 1, hasBegunNextStep: false };
    case 'told':
      return { ...history, told: new Map(history.told).set(record.step, record.results) };
    case 'stopped':
      return { ...history, stoppedBy: record.failure };
    case 'logged':
      return { ...history, log: [...history.log, record.entry] };
    case 'undo-started':
      return { ...history, nextStep: 0, hasBegunNextStep: false, remembered: new Map(), told: new Map() };
    case 'ended':
      return { ...history, end: { at: record.at, outcome: record.outcome } };
  }
}
