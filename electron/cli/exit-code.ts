import type { Failure } from '#shared/domain/failure.ts';

/** What the README promises to scripts. */
export const exitCode = { done: 0, failed: 1, usage: 2, refused: 3, notFound: 4, cancelled: 130 } as const;

/** The failures that are told apart by their exit code; whatever else there is or comes just did not work. */
const codes: Partial<Record<Failure['code'], number>> = {
  refused: exitCode.refused,
  'job-not-in-state': exitCode.refused,
  'sandbox-exists': exitCode.refused,
  'sandbox-busy': exitCode.refused,
  'vm-not-found': exitCode.notFound,
  'job-not-found': exitCode.notFound,
  'pool-not-found': exitCode.notFound,
  'pool-ambiguous': exitCode.notFound,
  'finding-not-found': exitCode.notFound,
  'volume-not-found': exitCode.notFound,
  'device-not-found': exitCode.notFound,
  'device-not-attached': exitCode.notFound,
  'sandbox-absent': exitCode.notFound,
  cancelled: exitCode.cancelled,
};

export const exitCodeOf = ({ code }: Failure): number => codes[code] ?? exitCode.failed;

/** Of several outcomes, the one that a script must not miss. */
const gravestFirst: readonly number[] = [exitCode.cancelled, exitCode.failed, exitCode.notFound, exitCode.refused];

export const gravestOf = (outcomes: readonly number[]): number =>
  gravestFirst.find((code) => outcomes.includes(code)) ?? exitCode.done;
