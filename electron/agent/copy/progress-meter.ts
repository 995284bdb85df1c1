import type { Bytes } from '#shared/base/bytes.ts';

/** Told how many bytes of the image are dealt with, holes included. */
export type Report = (doneBytes: Bytes) => void;

const reportEveryMs = 100;

/** Passes progress on at most ten times a second and only upwards; `finish` always arrives, and with the whole size. */
export class ProgressMeter {
  readonly #report: Report;
  readonly #sizeBytes: Bytes;
  #reportedBytes = 0;
  #reportedAtMs = performance.now();

  constructor(report: Report, sizeBytes: Bytes) {
    this.#report = report;
    this.#sizeBytes = sizeBytes;
  }

  reach(doneBytes: number): void {
    const nowMs = performance.now();
    if (doneBytes <= this.#reportedBytes || doneBytes >= this.#sizeBytes) return;
    if (nowMs - this.#reportedAtMs < reportEveryMs) return;
    this.#reportedBytes = doneBytes;
    this.#reportedAtMs = nowMs;
    this.#report(doneBytes as Bytes);
  }

  finish(): void {
    this.#report(this.#sizeBytes);
  }
}
