import type { Phase } from '../domain/plan.ts';

/** Bytes a second of a modest disk, for what has not been measured yet: an estimate is better met than missed. */
export const expectedBytesPerSecond: Readonly<Record<Phase, number>> = {
  check: Infinity,
  reserve: Infinity,
  copy: 120 * 2 ** 20,
  // Most of what is compared is a hole on both sides.
  verify: 800 * 2 ** 20,
  switch: Infinity,
  keep: Infinity,
  finish: Infinity,
  free: Infinity,
};
