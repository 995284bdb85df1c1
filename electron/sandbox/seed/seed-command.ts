import { runProgram } from '../child-processes.ts';

/**
 * Filling a box is a hundred commands in a row, none of which fails on a sound machine. The first that does ends the
 * whole attempt: it is thrown here and becomes a value in `seedBox`, which is the only place that can tell anybody.
 */
export class SeedError extends Error {}

/** Runs one program of the box; throws a `SeedError` with what it said unless it ends with 0. */
export async function run(program: string, args: readonly string[], input?: string): Promise<void> {
  const outcome = await runProgram(program, args, input === undefined ? {} : { input });
  if (outcome.exitCode === 0) return;
  throw new SeedError(
    `${program} ${args.join(' ')}: ${outcome.stderr.trim() || `exit ${outcome.exitCode ?? 'unknown'}`}`,
  );
}
