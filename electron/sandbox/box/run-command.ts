import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { jail, sharesDirName } from '../box-layout.ts';
import type { BoxRequest, ExecOutcome } from '../box-protocol.ts';
import { channel } from '../box-protocol.ts';
import type { ChildProcess } from '../child-processes.ts';
import { startProcess } from '../child-processes.ts';
import type { ChannelWriter } from '../mux/channel-writer.ts';
import type { MuxStream } from '../mux/mux-stream.ts';

export type ExecRequest = Extract<BoxRequest, { readonly kind: 'exec' }>;

const killGraceMs = 2_000;
/** What shells answer for a program that is missing, and for one that cannot be run. */
const startFailureStatus = { missing: 127, other: 126 } as const;

/**
 * The command's own view of the file system has the share at /share; nobody else's has. A fixed script, because two
 * programs must follow each other in one mount namespace; nothing of the request becomes part of its text.
 */
function withShare(share: string, argv: readonly string[]): readonly string[] {
  const script = 'mount -t hostfs -o "$0" none /share && exec "$@"';
  const source = `${jail.stateDir}/${sharesDirName}/${share}`;
  return ['/usr/bin/unshare', '--mount', '--propagation', 'private', '--', '/bin/sh', '-c', script, source, ...argv];
}

/** Kills the command with everything it started, the ones that ignore SIGTERM after two seconds. */
function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is empty already.
    }
  };
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), killGraceMs).unref();
}

async function outcomeOf(child: ChildProcess): Promise<ExecOutcome> {
  try {
    const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? { kind: 'exited', status: status ?? 1 } : { kind: 'killed', signal };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const status = code === 'ENOENT' ? startFailureStatus.missing : startFailureStatus.other;
    return { kind: 'not-started', status, detail: message };
  }
}

function connectPipes(stream: MuxStream, { stdin, stdout, stderr }: ChildProcess): readonly ChannelWriter[] {
  if (stdin === null || stdout === null || stderr === null) throw new Error('The command has no pipes.');
  // The command may close its input, or end, before it has read everything.
  stdin.on('error', () => stream.readable(channel.main).destroy());
  stream.readable(channel.main).pipe(stdin);
  return [stdout.pipe(stream.writable(channel.stdout)), stderr.pipe(stream.writable(channel.stderr))];
}

/**
 * Runs one command for a stream: its three pipes are the stream's channels, its end is the stream's outcome, given when
 * everything it wrote is out. A client that goes first takes the command with it; a share takes what is left behind.
 */
export async function runCommand(stream: MuxStream, request: ExecRequest): Promise<void> {
  const [program = '/bin/true', ...args] =
    request.share === null ? request.argv : withShare(request.share, request.argv);
  const child = startProcess(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: { ...process.env, ...request.env },
    // A process group of its own, so that all of it can be ended.
    detached: true,
  });
  const ended = outcomeOf(child);
  const outputs = connectPipes(stream, child);
  let isOver = false;
  void stream.ended.then(() => {
    if (!isOver || request.share !== null) endGroup(child);
  });
  const outcome = await ended;
  if (outcome.kind !== 'not-started') await Promise.allSettled(outputs.map((output) => finished(output)));
  isOver = true;
  stream.close(outcome);
}
