import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step, StepTools } from './step.ts';

/** What the run of a job's steps tells whoever keeps its journal. */
export interface StepObserver {
  started(index: number): void;
  /** Runs a step's work, so that the commands within it can be recorded. */
  around(index: number, work: () => Promise<Result<void, Failure>>): Promise<Result<void, Failure>>;
  done(index: number): void;
  toolsFor(index: number): Pick<StepTools, 'report' | 'remember' | 'remembered'>;
}

/** How a run came to its end. After the point of no return a failed job is taken up again, never taken back. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly at: number; readonly isPastReturn: boolean };

/**
 * Runs `steps` from `first` on, and the checks before it once more, until one fails. `signal` is not heeded any more
 * once the point of no return has begun.
 */
export async function runSteps(
  steps: readonly Step[],
  first: number,
  { job, signal, observer }: { readonly job: JobId; readonly signal: AbortSignal; readonly observer: StepObserver },
): Promise<RunEnd> {
  let isPastReturn = steps.slice(0, first).some((step) => step.isPointOfNoReturn);
  if (!isPastReturn) {
    const stale = await checkAgain();
    if (stale !== undefined) return { kind: 'failed', failure: stale, at: first, isPastReturn };
  }
  for (const [index, step] of steps.entries()) {
    if (index < first) continue;
    const heeded = isPastReturn || step.isPointOfNoReturn ? new AbortController().signal : signal;
    const result =
      signal.aborted && heeded === signal ? err<Failure>({ code: 'cancelled' }) : await runOne(index, step, heeded);
    if (!result.ok) return { kind: 'failed', failure: result.error, at: index, isPastReturn };
    observer.done(index);
    isPastReturn ||= step.isPointOfNoReturn === true;
  }
  return { kind: 'done' };

  /** What a check found before the job was cut off need not be true any more. */
  async function checkAgain(): Promise<Failure | undefined> {
    for (const [index, step] of steps.slice(0, first).entries()) {
      if (step.isCheckedAgain !== true) continue;
      const checked = await observer.around(index, () => step.run({ ...observer.toolsFor(index), job, signal }));
      if (!checked.ok) return checked.error;
    }
    return undefined;
  }

  async function runOne(index: number, step: Step, heeded: AbortSignal): Promise<Result<void, Failure>> {
    observer.started(index);
    const tools = { ...observer.toolsFor(index), job, signal: heeded };
    return observer.around(index, () => step.run(tools));
  }
}

/** Takes back the steps up to and including `last`, newest first; one that fails does not keep the others from it. */
export async function undoSteps(steps: readonly Step[], last: number, job: JobId): Promise<readonly Failure[]> {
  const leftovers: Failure[] = [];
  for (const step of steps.slice(0, last + 1).reverse()) {
    const result = await (step.undo?.({ job }) ?? done);
    if (!result.ok) leftovers.push(result.error);
  }
  return leftovers;
}
