import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { commandLine, type Command } from './command.ts';

/** What is told of every program that ran. */
export interface CommandRecord {
  readonly commandLine: string;
  /** null when it was killed or could not be started. */
  readonly exitCode: number | null;
  readonly durationMs: number;
}

export interface CommandRunner {
  /** Standard output of a program that ended with 0. Standard error is no failure: LVM warns there on success. */
  run(command: Command, options?: { readonly signal?: AbortSignal }): Promise<Result<string, Failure>>;
  /** Starts a program that lives on when the agent ends; what it prints is appended to `logPath`. Resolves to its process id. */
  startDetached(command: Command, logPath: string): Promise<Result<number, Failure>>;
}

/** Runs programs whose output is no text, or has no end of its own. */
export interface StreamingRunner {
  /**
   * Hands standard output over as it comes, for as long as it takes. The value is the exit status, whatever it means to
   * the caller; null when it was killed by somebody else.
   */
  stream(
    command: Command,
    onData: (chunk: Buffer) => void,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Result<number | null, Failure>>;
}

const listeners = new AsyncLocalStorage<(record: CommandRecord) => void>();

/** Tells `listener` of every command run within `work`, as the log of a job wants it. */
export const withCommandRecords = <T>(listener: (record: CommandRecord) => void, work: () => Promise<T>): Promise<T> =>
  listeners.run(listener, work);

/** Programs say numbers and errors the same way everywhere; LVM does not ask, nor complain about inherited descriptors. */
const environment = {
  LC_ALL: 'C',
  LVM_SUPPRESS_FD_WARNINGS: '1',
} as const;

/** The longest that a storage command may take before it counts as hanging (facts: `lvremove` of 100 volumes took 15 s). */
const timeoutMs = 120_000;

/** A volume is far more than fits into memory. */
const inputOf = ({ input = '', inputFrom }: Command): string | Readable =>
  inputFrom === undefined
    ? input
    : Readable.from(
        (async function* () {
          yield Buffer.from(input);
          yield* createReadStream(inputFrom.path, { end: inputFrom.bytes - 1, highWaterMark: 2 ** 20 });
        })(),
      );

/** Starts programs: the only door. `observe` is told of every one, for the agent's log. */
export function createCommandRunner(observe: (record: CommandRecord) => void): CommandRunner & StreamingRunner {
  const record = (command: Command, started: number, exitCode: number | undefined): CommandRecord => {
    const told = {
      commandLine: commandLine(command),
      exitCode: exitCode ?? null,
      durationMs: Math.round(performance.now() - started),
    };
    observe(told);
    listeners.getStore()?.(told);
    return told;
  };
  return {
    async run(command, { signal } = {}) {
      const started = performance.now();
      const result = await execa(command.program, command.args, {
        env: environment,
        reject: false,
        stripFinalNewline: false,
        timeout: timeoutMs,
        maxBuffer: 64 * 2 ** 20,
        ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input }),
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      });
      const { exitCode } = record(command, started, result.exitCode);
      if (!result.failed) return ok(result.stdout);
      if (result.isCanceled) return err({ code: 'cancelled' });
      if (result.timedOut) return err({ code: 'lvm-not-answering', seconds: timeoutMs / 1000 });
      if (result.code === 'ENOENT') return err({ code: 'program-missing', program: command.program });
      return err({
        code: 'command-failed',
        program: command.program,
        exitCode,
        stderr: result.stderr.slice(-2000),
      });
    },
    async stream(command, onData, { signal } = {}) {
      const started = performance.now();
      const child = execa(command.program, command.args, {
        env: { ...environment, ...command.environment },
        reject: false,
        buffer: false,
        encoding: 'buffer',
        input: inputOf(command),
        stderr: 'ignore',
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      });
      child.stdout.on('data', onData);
      const [result] = await Promise.all([child, finished(child.stdout).catch(() => undefined)]);
      const { exitCode } = record(command, started, result.exitCode);
      if (result.isCanceled) return err({ code: 'cancelled' });
      return result.code === 'ENOENT' ? err({ code: 'program-missing', program: command.program }) : ok(exitCode);
    },
    async startDetached({ program, args }, logPath) {
      const log = openSync(logPath, 'a', 0o600);
      const child = spawn(program, args, {
        env: { ...process.env, ...environment },
        detached: true,
        stdio: ['ignore', log, log],
      });
      closeSync(log);
      child.unref();
      const isStarted = await once(child, 'spawn').then(
        () => true,
        () => false,
      );
      return isStarted && child.pid !== undefined ? ok(child.pid) : err({ code: 'program-missing', program });
    },
  };
}
