import { createConnection } from 'node:net';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { callText, requestFault, serviceOf, type AdminRequest } from './admin-request.ts';
import type { AdminTransport } from './admin-transport.ts';

const wireRequest = (request: AdminRequest): Buffer =>
  Buffer.from(`${serviceOf(request)} dom0 name ${request.dest}\0${request.payload}`);

/** In dom0: qubesd's own socket, as the official client uses it there. */
export const socketTransport = (socketPath: string): AdminTransport => ({
  exchange(request, onData, { signal } = {}) {
    const bytes = wireRequest(request);
    const fault = requestFault(request, bytes.length);
    if (fault !== undefined) return Promise.resolve(err({ code: 'bad-request', detail: fault }));
    return new Promise<Result<void, Failure>>((resolve) => {
      let outcome: Result<void, Failure> = done;
      let isConnected = false;
      let isAnswered = false;
      const abort = (): void => {
        outcome = err({ code: 'cancelled' });
        socket.destroy();
      };
      const socket = createConnection(socketPath);
      socket.once('connect', () => {
        isConnected = true;
        // qubesd begins at the end of what it reads: the half-close is part of the request.
        socket.end(bytes);
      });
      socket.on('data', (chunk: Buffer) => {
        isAnswered = true;
        onData(chunk);
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (!isConnected) outcome = unreachable(socketPath, error);
        // A reset before the first byte is the silent refusal of a request that was not read to its end.
        else if (isAnswered) outcome = err({ code: 'admin-cut-off', call: callText(request) });
      });
      socket.once('close', () => {
        signal?.removeEventListener('abort', abort);
        resolve(outcome);
      });
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort);
    });
  },
});

const unreachable = (via: string, error: NodeJS.ErrnoException) =>
  err({ code: 'admin-unreachable', via, detail: error.code ?? error.message } as const);
