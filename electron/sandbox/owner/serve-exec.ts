import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Result } from '#shared/base/result.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { ExecOutcome } from '../box-protocol.ts';
import { channel, execOutcomeSchema } from '../box-protocol.ts';
import type { ExecControlRequest } from '../control-protocol.ts';
import type { Machine } from '../machine/machine.ts';
import { addShare, removeShare } from '../machine/share-mount.ts';
import type { MuxStream } from '../mux/mux-stream.ts';
import type { SandboxPaths } from '../sandbox-paths.ts';

type ExecResult = Result<ExecOutcome, Failure>;

let lastShare = 0;

function pipeChannel(from: MuxStream, to: MuxStream, which: number): Writable {
  const target = to.writable(which);
  // The far end of this channel closed; the outcome of the stream says why.
  target.on('error', () => undefined);
  return from.readable(which).pipe(target);
}

async function relayCommand(
  machine: Machine,
  client: MuxStream,
  request: ExecControlRequest,
  share: string | null,
  paths: SandboxPaths,
): Promise<ExecResult> {
  const { argv, env } = request;
  const box = machine.connection.open({ kind: 'exec', argv, env, share });
  // The client went: the box kills what it runs for it.
  void client.ended.then(() => box.close(null));
  pipeChannel(client, box, channel.main);
  const outputs = [channel.stdout, channel.stderr].map((which) => pipeChannel(box, client, which));
  const end = await box.ended;
  await Promise.allSettled(outputs.map((output) => finished(output)));
  const outcome = end.kind === 'closed' ? execOutcomeSchema.safeParse(end.outcome) : undefined;
  return outcome?.success === true ? ok(outcome.data) : err({ code: 'sandbox-lost', dir: paths.dir });
}

/** Runs one command in the box for a client; its share, if it asks for one, is there for exactly as long. */
export async function serveExec(
  machine: Machine,
  client: MuxStream,
  request: ExecControlRequest,
  paths: SandboxPaths,
): Promise<ExecResult> {
  if (request.shareDir === null) return relayCommand(machine, client, request, null, paths);
  lastShare += 1;
  const share = String(lastShare);
  const added = await addShare(machine.pid, paths.boxDir, share, request.shareDir);
  if (!added.ok) return added;
  const result = await relayCommand(machine, client, request, share, paths);
  await removeShare(machine.pid, paths.boxDir, share);
  return result;
}
