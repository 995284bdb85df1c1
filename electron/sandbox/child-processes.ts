import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';

export type { ChildProcess };

export interface CommandOutcome {
  /** null when a signal ended it, or when it could not be started at all. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const outputLimitBytes = 16 * 2 ** 20;

/** Starts a program that is spoken to while it runs. Failing to start arrives as its `error` event. */
export const startProcess = (program: string, args: readonly string[], options: SpawnOptions): ChildProcess =>
  spawn(program, [...args], options);

/** Runs a program to its end; it gets `input`, or nothing, to read. */
export function runProgram(
  program: string,
  args: readonly string[],
  { input, signal }: { readonly input?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      {
        env: { ...process.env, LC_ALL: 'C' },
        maxBuffer: outputLimitBytes,
        ...(signal === undefined ? {} : { signal }),
      },
      (error, stdout, stderr) => {
        const failedToStart = error !== null && child.pid === undefined;
        resolve({ exitCode: child.exitCode, stdout, stderr: failedToStart ? error.message : stderr });
      },
    );
    // A program that ends without reading its input closes the pipe under us; its exit code tells the story.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}
