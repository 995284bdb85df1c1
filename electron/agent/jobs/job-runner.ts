import PQueue from 'p-queue';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { jobHistory, type JobHistory } from './job-history.ts';
import { interruptedStanding, recoveredRecord, toJob, type JobRecord, type JobStanding } from './job-record.ts';
import type { JournalRecord, Outcome } from './journal-record.ts';
import { observeRun, type ObserveOptions } from './observe-run.ts';
import { runSteps, undoSteps } from './run-steps.ts';
import type { Step } from './step.ts';

export interface JobRunnerOptions extends Omit<ObserveOptions, 'show'> {
  readonly stepsOf: (plan: Plan) => readonly Step[];
  readonly newJobId: () => JobId;
  readonly onChanged: (job: Job) => void;
}

/** What a job runs with while it runs. */
interface Run {
  readonly record: JobRecord;
  readonly steps: readonly Step[];
  readonly abort: AbortController;
}

/**
 * Runs jobs one after the other: they all write to the same disk. Knows steps, not storage. Everything it does is in the
 * journal first, so that a job that was cut off is found as `interrupted` by the next runner, and can be resumed or
 * discarded.
 */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #records = new Map<JobId, JobRecord>();
  readonly #runs = new Map<JobId, Run>();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    for (const [id, records] of options.journal.readAll().jobs) {
      this.#records.set(id, recoveredRecord(id, records, options.stepsOf));
    }
  }

  /** Oldest first. */
  list(): readonly Job[] {
    return [...this.#records.values()].map(toJob);
  }

  /** The plan must be fresh: blockers and fingerprint are the caller's business. */
  start(plan: Plan): Job {
    const record: JobRecord = {
      id: this.#options.newJobId(),
      plan,
      createdAt: this.#options.now(),
      standing: { state: 'queued' },
      log: [],
      told: new Map(),
    };
    this.#journal(record, { record: 'planned', at: record.createdAt, plan });
    this.#records.set(record.id, record);
    this.#enqueue(record);
    return toJob(record);
  }

  cancel(id: JobId): Result<void, Failure> {
    const record = this.#records.get(id);
    if (record === undefined) return err({ code: 'job-not-found', job: id });
    const run = this.#runs.get(id);
    const isRunning = record.standing.state === 'running' && record.standing.isCancellable;
    if (run === undefined || !(record.standing.state === 'queued' || isRunning)) return this.#refuse(record, 'cancel');
    run.abort.abort();
    if (record.standing.state === 'queued' && !this.#hasBegun(record)) this.#end(record, { state: 'cancelled' });
    else this.#show(record, { state: 'cancelling' });
    return done;
  }

  resume(id: JobId): Result<void, Failure> {
    const record = this.#records.get(id);
    if (record === undefined) return err({ code: 'job-not-found', job: id });
    if (record.standing.state !== 'interrupted') return this.#refuse(record, 'resume');
    this.#enqueue(record);
    return done;
  }

  /** Takes back everything that an interrupted job has done. */
  async discard(id: JobId): Promise<Result<void, Failure>> {
    const record = this.#records.get(id);
    if (record === undefined) return err({ code: 'job-not-found', job: id });
    if (record.standing.state !== 'interrupted' || !record.standing.canDiscard) return this.#refuse(record, 'discard');
    this.#show(record, { state: 'cancelling' });
    const steps = this.#options.stepsOf(record.plan);
    const end = await this.#undo({ record, steps, abort: new AbortController() }, steps.length - 1, {
      code: 'cancelled',
    });
    return end.state === 'failed' ? err(end.leftovers[0] ?? end.failure) : done;
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    await this.#queue.onIdle();
  }

  #enqueue(record: JobRecord): void {
    const run: Run = { record, steps: this.#options.stepsOf(record.plan), abort: new AbortController() };
    this.#runs.set(record.id, run);
    this.#show(record, { state: 'queued' });
    void this.#queue.add(async () => {
      try {
        await this.#run(run);
      } catch (error) {
        // A defect, perhaps of the journal itself: what was done is unknown here, so nothing is taken back.
        this.#options.onDefect(error);
        this.#show(record, { state: 'interrupted', phase: 'check', canDiscard: false, failure: null });
      } finally {
        this.#runs.delete(record.id);
      }
    });
  }

  async #run(run: Run): Promise<void> {
    const { record, steps, abort } = run;
    const history = this.#history(record);
    if (history.end !== undefined) return;
    const observing = { ...this.#options, show: this.#show.bind(this) };
    const observer = observeRun(record, steps, history, observing, abort.signal);
    const end = await runSteps(steps, history, { job: record.id, signal: abort.signal, observer });
    if (end.kind === 'done') this.#end(record, { state: 'succeeded' });
    else if (end.isPastReturn) {
      this.#journal(record, { record: 'stopped', failure: end.failure });
      this.#show(record, interruptedStanding(this.#history(record), steps));
    } else await this.#undo(run, end.at, end.failure);
  }

  #history(record: JobRecord): JobHistory {
    return jobHistory(this.#options.journal.read(record.id));
  }

  #hasBegun(record: JobRecord): boolean {
    const { nextStep, hasBegunNextStep } = this.#history(record);
    return nextStep > 0 || hasBegunNextStep;
  }

  async #undo({ record, steps }: Run, last: number, failure: Failure): Promise<Outcome> {
    this.#journal(record, { record: 'undo-started' });
    const leftovers = await undoSteps(steps, last, record.id);
    const outcome: Outcome =
      failure.code === 'cancelled' && leftovers.length === 0
        ? { state: 'cancelled' }
        : { state: 'failed', failure, leftovers };
    this.#end(record, outcome);
    return outcome;
  }

  #end(record: JobRecord, outcome: Outcome): void {
    const endedAt = this.#options.now();
    this.#journal(record, { record: 'ended', at: endedAt, outcome });
    this.#show(record, { ...outcome, endedAt });
  }

  #journal(record: JobRecord, entry: JournalRecord): void {
    this.#options.journal.append(record.id, entry);
  }

  #show(record: JobRecord, standing: JobStanding): void {
    record.standing = standing;
    this.#options.onChanged(toJob(record));
  }

  #refuse(record: JobRecord, act: string): Result<void, Failure> {
    return err({ code: 'job-not-in-state', job: record.id, state: record.standing.state, act });
  }
}
