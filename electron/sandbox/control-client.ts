import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { ControlRequest } from './control-protocol.ts';
import { MuxConnection } from './mux/mux-connection.ts';
import type { MuxStream } from './mux/mux-stream.ts';
import type { SandboxPaths } from './sandbox-paths.ts';

/** A conversation with the owner of a running sandbox. */
export class ControlClient {
  readonly #socket: Socket;
  readonly #connection: MuxConnection;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#connection = new MuxConnection({ write: (bytes) => void socket.write(bytes) });
    socket.on('data', (chunk) => this.#connection.receive(chunk));
    // The end is told to every stream; what broke the socket makes no difference to anybody.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#connection.lose());
  }

  request(request: ControlRequest): MuxStream {
    return this.#connection.open(request);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Undefined when nobody serves the socket: the sandbox is stopped, or about to be. */
export function connectControl({ controlSocketPath }: SandboxPaths): Promise<ControlClient | undefined> {
  return new Promise((resolve) => {
    const socket = connect(controlSocketPath);
    const refuse = (): void => resolve(undefined);
    socket.once('error', refuse);
    socket.once('connect', () => {
      socket.off('error', refuse);
      resolve(new ControlClient(socket));
    });
  });
}

/** One request and its outcome, unread; undefined when there is no owner or it went away meanwhile. */
export async function askOwner(
  paths: SandboxPaths,
  request: ControlRequest,
): Promise<{ readonly outcome: unknown } | undefined> {
  const client = await connectControl(paths);
  if (client === undefined) return undefined;
  const end = await client.request(request).ended;
  client.close();
  return end.kind === 'closed' ? { outcome: end.outcome } : undefined;
}
