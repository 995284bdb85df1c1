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
  toolsFor(index: number): Pick<StepTools, 'report' | 'remember' | 'remembered' | 'tell'>;
}

/** How a run came to its end. After the point of no return a failed job is taken up again, never taken back. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly at: number; readonly isPastReturn: boolean };

/** Where a job is taken up: at its first step, or where it was cut off. */
export interface Beginning {
  readonly nextStep: number;
  readonly hasBegunNextStep: boolean;
}

/**
 * Runs `steps` from the next one on, and the checks before it once more, until one fails. `signal` is not heeded any more
 * once the point of no return has begun. One that was cut off may have been passed: what was true before it need not be
 * true behind it, so it finds out by itself how far it came, and nothing else is looked at.
 */
export async function runSteps(
  steps: readonly Step[],
  { nextStep: first, hasBegunNextStep }: Beginning,
  { job, signal, observer }: { readonly job: JobId; readonly signal: AbortSignal; readonly observer: StepObserver },
): Promise<RunEnd> {
  let isPastReturn = steps.slice(0, first).some((step) => step.isPointOfNoReturn);
  const mayBePastReturn = isPastReturn || (hasBegunNextStep && steps[first]?.isPointOfNoReturn === true);
  if (!mayBePastReturn) {
    const stale = await checkAgain();
    if (stale !== undefined) return { kind: 'failed', failure: stale, at: first, isPastReturn };
  }
  for (const [index, step] of steps.entries()) {
    if (index < first) continue;
    const heeded = isPastReturn || step.isPointOfNoReturn ? new AbortController().signal : signal;
    const result =
      signal.aborted && heeded === signal ? err<Failure>({ code: 'cancelled' }) : await runOne(index, step, heeded);
    if (!result.ok) {
      isPastReturn ||= step.isPointOfNoReturn === true && leavesOpen(result.error);
      return { kind: 'failed', failure: result.error, at: index, isPastReturn };
    }
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

/** Whether nobody knows if the point of no return was passed before this failure: then nothing is taken back. */
const leavesOpen = ({ code }: Failure): boolean => code === 'switch-uncertain' || code === 'internal';

/** Takes back the steps up to and including `last`, newest first; one that fails does not keep the others from it. */
export async function undoSteps(steps: readonly Step[], last: number, job: JobId): Promise<readonly Failure[]> {
  const leftovers: Failure[] = [];
  for (const step of steps.slice(0, last + 1).reverse()) {
    const result = await (step.undo?.({ job }) ?? done);
    if (!result.ok) leftovers.push(result.error);
  }
  return leftovers;
}
