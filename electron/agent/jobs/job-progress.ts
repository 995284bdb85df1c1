import { bytes, sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { JobProgress } from '#shared/domain/job.ts';
import { phases, type Phase } from '#shared/domain/plan.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import type { Step } from './step.ts';

/** Over how long the speed is averaged: long enough to be calm, short enough to follow a slow disk. */
const windowMs = 3_000;

/** Turns what steps report into what a person is shown. Times are in milliseconds of one monotonic clock. */
export class ProgressMeter {
  readonly #steps: readonly Step[];
  readonly #doneOf: number[];
  #samples: { readonly atMs: number; readonly done: number }[] = [];
  #sampledPhase: Phase | undefined;

  constructor(steps: readonly Step[], firstStep: number) {
    this.#steps = steps;
    this.#doneOf = steps.map((step, index) => (index < firstStep ? (step.bytes ?? 0) : 0));
  }

  /** Step `index` has done `doneBytes` of its bytes; a count never goes back. */
  record(index: number, doneBytes: Bytes, nowMs: number): void {
    this.#doneOf[index] = Math.max(this.#doneOf[index] ?? 0, doneBytes);
    const phase = this.#steps[index]?.phase;
    // Copying and comparing have nothing in common but the unit.
    if (phase !== this.#sampledPhase) this.#samples = [];
    this.#sampledPhase = phase;
    this.#samples.push({ atMs: nowMs, done: this.#doneIn(phase) });
    const oldest = this.#samples.findIndex((sample) => nowMs - sample.atMs <= windowMs);
    if (oldest > 0) this.#samples = this.#samples.slice(oldest);
  }

  progressAt(index: number): JobProgress {
    const step = this.#steps[index];
    if (step === undefined) throw new Error(`no step ${index}`);
    const { phase, role } = step;
    const bytesPerSecond = phase === this.#sampledPhase ? this.#bytesPerSecond() : null;
    return {
      phase,
      role,
      doneBytes: this.#doneIn(phase),
      totalBytes: this.#totalOf(phase),
      bytesPerSecond,
      secondsLeft: this.#secondsLeft(phase, bytesPerSecond),
    };
  }

  /** Later phases are estimated: nothing of them has been measured yet. */
  #secondsLeft(phase: Phase, bytesPerSecond: number | null): number | null {
    if (bytesPerSecond === null || bytesPerSecond === 0) return null;
    const later = phases.slice(phases.indexOf(phase) + 1);
    const laterSeconds = later.reduce((sum, next) => sum + this.#totalOf(next) / expectedBytesPerSecond[next], 0);
    return (this.#totalOf(phase) - this.#doneIn(phase)) / bytesPerSecond + laterSeconds;
  }

  #totalOf(phase: Phase): Bytes {
    return sumBytes(this.#steps.map((step) => (step.phase === phase ? (step.bytes ?? bytes(0)) : bytes(0))));
  }

  #doneIn(phase: Phase | undefined): Bytes {
    return sumBytes(this.#steps.map((step, at) => bytes(step.phase === phase ? (this.#doneOf[at] ?? 0) : 0)));
  }

  #bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return null;
    return ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
  }
}
