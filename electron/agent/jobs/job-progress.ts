import { bytes, sumBytes, type Bytes } from '#shared/base/bytes.ts';
import type { JobProgress } from '#shared/domain/job.ts';
import type { Step } from './step.ts';

/** Over how long the speed is averaged: long enough to be calm, short enough to follow a slow disk. */
const windowMs = 3_000;

/** Turns what steps report into what a person is shown. Times are in milliseconds of one monotonic clock. */
export class ProgressMeter {
  readonly #steps: readonly Step[];
  readonly #doneOf: number[];
  #samples: { readonly atMs: number; readonly done: number }[] = [];

  constructor(steps: readonly Step[], firstStep: number) {
    this.#steps = steps;
    this.#doneOf = steps.map((step, index) => (index < firstStep ? (step.bytes ?? 0) : 0));
  }

  /** Step `index` has done `doneBytes` of its bytes; a count never goes back. */
  record(index: number, doneBytes: Bytes, nowMs: number): void {
    this.#doneOf[index] = Math.max(this.#doneOf[index] ?? 0, doneBytes);
    this.#samples.push({ atMs: nowMs, done: this.#totalDone() });
    const oldest = this.#samples.findIndex((sample) => nowMs - sample.atMs <= windowMs);
    if (oldest > 0) this.#samples = this.#samples.slice(oldest);
  }

  progressAt(index: number): JobProgress {
    const step = this.#steps[index];
    if (step === undefined) throw new Error(`no step ${index}`);
    const ofPhase = this.#steps.map((other, at) => ({ other, at })).filter(({ other }) => other.phase === step.phase);
    const speed = this.#bytesPerSecond();
    const left = sumBytes(this.#steps.map((other) => other.bytes ?? bytes(0))) - this.#totalDone();
    return {
      phase: step.phase,
      role: step.role,
      doneBytes: sumBytes(ofPhase.map(({ at }) => bytes(this.#doneOf[at] ?? 0))),
      totalBytes: sumBytes(ofPhase.map(({ other }) => other.bytes ?? bytes(0))),
      bytesPerSecond: speed,
      secondsLeft: speed === null || speed === 0 ? null : left / speed,
    };
  }

  #totalDone(): number {
    return this.#doneOf.reduce((sum, done) => sum + done, 0);
  }

  #bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return null;
    return ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
  }
}
