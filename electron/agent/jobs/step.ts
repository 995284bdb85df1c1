import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job-result.ts';
import type { Phase } from '#shared/domain/plan.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';

/** What a step gets to work with. */
export interface StepTools {
  readonly job: JobId;
  readonly signal: AbortSignal;
  /** Of the step's own `bytes`, how many are done. */
  readonly report: (doneBytes: Bytes) => void;
  /** Keeps `facts` for the next time this step is run after a crash; durable when it returns. Plain JSON only. */
  readonly remember: (facts: unknown) => void;
  /** Tells what came of this step, instead of what an earlier run of it told. Durable when it returns. */
  readonly tell: (results: readonly JobResult[]) => void;
  /** What the last run of this step asked to remember; undefined on the first. */
  readonly remembered: unknown;
}

/**
 * A part of a job. `run` is idempotent: after a crash it is called again. `undo` is too, works from the plan alone, and is
 * called whether or not `run` came to its end; without one there is nothing to take back.
 */
export interface Step {
  readonly name: string;
  readonly phase: Phase;
  readonly role: VolumeRole | null;
  /** What it counts in `report`; null where it is no matter of bytes. */
  readonly bytes: Bytes | null;
  /** A command line, for reading only, where the step comes down to one. */
  readonly command?: string | null;
  /** It is run once more when the job is taken up again after a crash: what it found need not be true any more. */
  readonly isCheckedAgain?: true;
  /**
   * Once it has succeeded the job only goes forward; while it runs it cannot be cancelled. It is run again after a crash
   * that may have come behind it, and fails with `switch-uncertain` when it cannot tell whether it was passed: with any
   * other failure it says that it was not, and the job is undone.
   */
  readonly isPointOfNoReturn?: true;
  run(tools: StepTools): Promise<Result<void, Failure>>;
  undo?(tools: Pick<StepTools, 'job'>): Promise<Result<void, Failure>>;
}
