import { err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Timestamp } from '#shared/domain/ids.ts';
import type { JobLogEntry } from '#shared/domain/job.ts';
import type { JobHistory } from './job-history.ts';
import type { JobJournal } from './job-journal.ts';
import { ProgressMeter } from './job-progress.ts';
import { appendLog, type JobRecord, type JobStanding } from './job-record.ts';
import type { StepObserver } from './run-steps.ts';
import type { Step } from './step.ts';

/** Shows a running job at most this often. */
const progressIntervalMs = 100;

export interface ObserveOptions {
  readonly journal: JobJournal;
  readonly now: () => Timestamp;
  /** Runs a step's work and tells of every command in it. */
  readonly recordCommands: (
    listener: (entry: Pick<JobLogEntry, 'command' | 'durationMs' | 'outcome'>) => void,
    work: () => Promise<Result<void, Failure>>,
  ) => Promise<Result<void, Failure>>;
  /** Reports a defect: something threw that should have returned a failure. Returns what to look for in the log. */
  readonly onDefect: (error: unknown) => string;
  readonly show: (record: JobRecord, standing: JobStanding) => void;
}

/** Keeps the journal, the log and the progress of one run of a job. A step that throws becomes the job's failure. */
export function observeRun(
  record: JobRecord,
  steps: readonly Step[],
  { nextStep, remembered }: JobHistory,
  { journal, now, recordCommands, onDefect, show }: ObserveOptions,
  signal: AbortSignal,
): StepObserver {
  const meter = new ProgressMeter(steps, nextStep);
  const startedAt = now();
  let shownAtMs = 0;

  const showProgress = (index: number): void => {
    shownAtMs = performance.now();
    if (signal.aborted) return;
    const isCancellable = !steps.slice(0, index + 1).some((step) => step.isPointOfNoReturn);
    show(record, { state: 'running', startedAt, progress: meter.progressAt(index), isCancellable });
  };
  const log = (step: string, entry: Omit<JobLogEntry, 'at' | 'step'>): void => {
    const whole = { at: now(), step, ...entry };
    journal.append(record.id, { record: 'logged', entry: whole });
    appendLog(record, whole);
  };

  return {
    started(index) {
      journal.append(record.id, { record: 'step-started', step: index });
      showProgress(index);
    },
    async around(index, work) {
      const step = steps[index]?.name ?? '';
      const startedMs = performance.now();
      const result = await recordCommands((entry) => log(step, { ...entry, detail: null }), work).catch(
        (error: unknown) => err<Failure>({ code: 'internal', reference: onDefect(error) }),
      );
      const durationMs = Math.round(performance.now() - startedMs);
      log(step, { command: null, durationMs, ...ending(result) });
      return result;
    },
    done(index) {
      const size = steps[index]?.bytes ?? null;
      if (size !== null) meter.record(index, size, performance.now());
      journal.append(record.id, { record: 'step-done', step: index });
      showProgress(index);
    },
    toolsFor: (index) => ({
      remembered: remembered.get(index),
      tell(results) {
        journal.append(record.id, { record: 'told', step: index, results });
        record.told = new Map(record.told).set(index, results);
      },
      remember: (facts) => journal.append(record.id, { record: 'remembered', step: index, facts }),
      report(doneBytes) {
        const nowMs = performance.now();
        meter.record(index, doneBytes, nowMs);
        if (nowMs - shownAtMs >= progressIntervalMs) showProgress(index);
      },
    }),
  };
}

function ending(result: Result<void, Failure>): Pick<JobLogEntry, 'outcome' | 'detail'> {
  if (result.ok) return { outcome: 'done', detail: null };
  return { outcome: result.error.code === 'cancelled' ? 'cancelled' : 'failed', detail: result.error.code };
}
