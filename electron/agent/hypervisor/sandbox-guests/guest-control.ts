import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import type { VmName } from '#shared/domain/ids.ts';

/**
 * How a guest is spoken to while it runs: a Unix socket beside its state file. One connection is one request, JSON until
 * the sender's end; the answer goes back the same way.
 */
const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attach'), frontend: z.string(), path: z.string(), isReadOnly: z.boolean() }),
  z.object({ kind: z.literal('detach'), frontend: z.string() }),
]);
export type GuestRequest = z.infer<typeof requestSchema>;

/** null: it is done. */
const answerSchema = z.object({ trouble: z.string().nullable() });

const controlPath = (stateDir: string, vm: VmName): string => join(stateDir, `${vm}.control`);

/** The guest's end. Resolves when it can be spoken to; a socket that an earlier guest left is replaced. */
export async function answerRequests(
  stateDir: string,
  vm: VmName,
  act: (request: GuestRequest) => Promise<string | null>,
): Promise<void> {
  const path = controlPath(stateDir, vm);
  rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    void answer(socket, act);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
}

async function answer(socket: Socket, act: (request: GuestRequest) => Promise<string | null>): Promise<void> {
  try {
    const request = requestSchema.parse(JSON.parse(await received(socket)));
    socket.end(JSON.stringify({ trouble: await act(request) }));
  } catch {
    // Who hangs up early asks for nothing, and does not want to hear; what was done is in the guest's state.
    socket.destroy();
  }
}

export const removeControl = (stateDir: string, vm: VmName): void => rmSync(controlPath(stateDir, vm), { force: true });

/** The other end: null when the guest has done it, else what was in the way. */
export async function askGuest(
  stateDir: string,
  vm: VmName,
  request: GuestRequest,
  timeoutMs: number,
): Promise<string | null> {
  const socket = connect({ path: controlPath(stateDir, vm), allowHalfOpen: true });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('it does not answer')));
  socket.end(JSON.stringify(request));
  try {
    return answerSchema.parse(JSON.parse(await received(socket))).trouble;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All that the other end says. Not by iterating over the socket: that would close it before it is answered. */
async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  return Buffer.concat(chunks).toString('utf8');
}
