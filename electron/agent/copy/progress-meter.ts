import type { Bytes } from '#shared/base/bytes.ts';

/** Told how many bytes are dealt with: of data when copying, of the whole target when verifying. */
export type Report = (doneBytes: Bytes) => void;

const reportEveryMs = 100;

/** Passes progress on at most ten times a second and only upwards; `finish` always arrives. */
export class ProgressMeter {
  readonly #report: Report;
  #reportedBytes = 0;
  #reportedAtMs = performance.now();

  constructor(report: Report) {
    this.#report = report;
  }

  reach(doneBytes: number): void {
    const nowMs = performance.now();
    if (doneBytes <= this.#reportedBytes) return;
    if (nowMs - this.#reportedAtMs < reportEveryMs) return;
    this.#reportedBytes = doneBytes;
    this.#reportedAtMs = nowMs;
    this.#report(doneBytes as Bytes);
  }

  finish(doneBytes: number): void {
    this.#report(doneBytes as Bytes);
  }
}
