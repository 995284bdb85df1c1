import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Result } from '#shared/base/result.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { ExecOutcome } from './box-protocol.ts';
import { channel } from './box-protocol.ts';
import { connectControl } from './control-client.ts';
import { execResultSchema } from './control-protocol.ts';
import { ensureSandboxRunning } from './ensure-sandbox-running.ts';
import type { MuxStream } from './mux/mux-stream.ts';
import { sandboxPaths } from './sandbox-paths.ts';

export interface ExecOptions {
  readonly argv: readonly [string, ...string[]];
  /** Shown to the command, and to nothing else, read-write at /share. Absolute. */
  readonly shareDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal?: AbortSignal;
}

/** As shells tell it: 128 and the number for a signal. */
function exitStatus(outcome: ExecOutcome): number {
  if (outcome.kind !== 'killed') return outcome.status;
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return 128 + (numbers[outcome.signal] ?? 0);
}

/** Settles when what the command wrote is written; `stdout` stays open, because it is the caller's. */
function pipeOut(stream: MuxStream, from: number, to: Writable): Promise<void> {
  const source = stream.readable(from);
  source.pipe(to, { end: false });
  // Nobody reads what the command writes: it learns so by the end of the stream, as it would by SIGPIPE.
  to.on('error', () => {
    stream.close(null);
    source.destroy();
  });
  return finished(source);
}

/**
 * Runs a command in the box, which is booted if need be, and passes its three pipes through. The value is the exit
 * status. When `signal` aborts, or this process dies, the command is killed with everything it started.
 */
export async function execInSandbox(dir: string, options: ExecOptions): Promise<Result<number, Failure>> {
  const { argv, env = {}, shareDir = null, stdin, stdout, stderr, signal } = options;
  const paths = sandboxPaths(dir);
  const running = await ensureSandboxRunning(dir, {
    lifetime: 'implicit',
    ...(signal === undefined ? {} : { signal }),
  });
  if (!running.ok) return running;
  const client = await connectControl(paths);
  if (client === undefined) return err({ code: 'sandbox-lost', dir: paths.dir });
  const stream = client.request({ kind: 'exec', argv: [...argv], env, shareDir });
  const abort = (): void => stream.close(null);
  signal?.addEventListener('abort', abort, { once: true });
  const input = stream.writable(channel.main);
  input.on('error', () => undefined);
  stdin.pipe(input);
  const outputs = [pipeOut(stream, channel.stdout, stdout), pipeOut(stream, channel.stderr, stderr)];
  const end = await stream.ended;
  await Promise.allSettled(outputs);
  stdin.unpipe(input).pause();
  signal?.removeEventListener('abort', abort);
  client.close();
  if (signal?.aborted === true) return err({ code: 'cancelled' });
  if (end.kind === 'lost') return err({ code: 'sandbox-lost', dir: paths.dir });
  if (end.outcome === null) return ok(128 + constants.signals.SIGPIPE);
  const result = execResultSchema.parse(end.outcome);
  if (!result.ok) return result;
  if (result.value.kind === 'not-started') stderr.write(`${result.value.detail}\n`);
  return ok(exitStatus(result.value));
}
