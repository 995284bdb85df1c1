import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { adminRequest, maxRequestBytes, type AdminRequest } from '../admin-request.ts';
import { actingMethods } from './acting-methods.ts';
import { deviceMethods } from './device-methods.ts';
import { metadataMethods } from './metadata-methods.ts';
import { poolMethods } from './pool-methods.ts';
import { readingMethods } from './reading-methods.ts';
import type { StandInContext } from './stand-in-method.ts';
import { QubesException, Refusal, type StandInState } from './stand-in-state.ts';

/** What happens instead of an answer, or to it. */
export type StandInFault =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'exception'; readonly type: string; readonly message: string }
  /** It works, and hangs up in the middle of saying so. */
  | { readonly kind: 'cut'; readonly afterBytes: number };

interface StandInResponse {
  readonly bytes: Buffer;
  readonly ends: 'closed' | 'broken' | 'never';
}

const methods = { ...readingMethods, ...metadataMethods, ...deviceMethods, ...actingMethods, ...poolMethods };

/**
 * A qubesd for tests, on a Unix socket: written from facts/qubes-r4-admin-api.md, and held to what a real one answered
 * (recordings/). One thread, one request a connection, no word of why a request is refused, as the real one.
 */
export class StandInQubesd {
  readonly state: StandInState;
  readonly faults: StandInContext['faults'] = { leavesVolumes: false, fullPools: new Set() };
  /** Every request in the order of arrival. */
  readonly asked: AdminRequest[] = [];
  /** Looked at before each request is carried out; its time is the request's. Anything may be done meanwhile. */
  intercept: (request: AdminRequest) => StandInFault | undefined | Promise<StandInFault | undefined> = () => undefined;
  readonly #tokens: StandInContext['tokens'] = new Map();
  readonly #listeners = new Set<Socket>();
  readonly #sockets = new Set<Socket>();
  #mostAtOnce = 0;
  #atOnce = 0;
  #server: Server | undefined;

  constructor(state: StandInState) {
    this.state = state;
  }

  /** The most requests that were ever being answered at a time. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  async listen(socketPath: string): Promise<void> {
    rmSync(socketPath, { force: true });
    const server = createServer({ allowHalfOpen: true }, (socket) => void this.#serve(socket));
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    chmodSync(socketPath, 0o660);
    this.#server = server;
  }

  /** Ends every connection and forgets the clone tokens, as a restarted qubesd does; what is on disk stays. */
  async close(): Promise<void> {
    this.#tokens.clear();
    const closed = new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Carries a request out as another program's, without a connection. */
  act(method: string, dest: string, arg = '', payload = ''): string {
    return this.#answer(adminRequest(method, dest, arg, payload));
  }

  /** What comes over the connection of one request, and how that ends. */
  async respond(request: AdminRequest): Promise<StandInResponse> {
    this.asked.push(request);
    const fault = await this.intercept(request);
    if (fault?.kind === 'refuse') return { ends: 'closed', bytes: Buffer.alloc(0) };
    if (fault?.kind === 'exception') {
      return { ends: 'closed', bytes: Buffer.from(exceptionFrame(fault.type, fault.message)) };
    }
    if (request.method === 'admin.Events') {
      return { ends: 'never', bytes: Buffer.from('1\0\0connection-established\0\0') };
    }
    const bytes = Buffer.from(this.#frame(request));
    if (fault?.kind === 'cut') return { ends: 'broken', bytes: bytes.subarray(0, fault.afterBytes) };
    return { ends: 'closed', bytes };
  }

  #answer(request: AdminRequest): string {
    const method = methods[request.method];
    if (method === undefined) throw new Refusal('no such method');
    return method(
      {
        state: this.state,
        emit: (subject, event, facts) => this.#emit(subject, event, facts),
        nowSeconds: () => Math.floor(Date.now() / 1000),
        tokens: this.#tokens,
        faults: this.faults,
      },
      request,
    );
  }

  #emit(subject: string, event: string, facts: Readonly<Record<string, string>> = {}): void {
    const frame = ['1', subject, event, ...Object.entries(facts).flat(), '', ''].join('\0');
    for (const socket of this.#listeners) socket.write(frame);
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#listeners.delete(socket);
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => void chunks.push(chunk));
    // Not `for await`, which would close the other half too.
    await once(socket, 'end').catch(() => undefined);
    const bytes = Buffer.concat(chunks);
    const request = bytes.length > maxRequestBytes ? undefined : parseRequest(bytes);
    if (request === undefined) return void socket.end();
    this.#atOnce += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#atOnce);
    await this.#reply(socket, request).finally(() => (this.#atOnce -= 1));
  }

  async #reply(socket: Socket, request: AdminRequest): Promise<void> {
    const { ends, bytes } = await this.respond(request);
    if (ends === 'closed') return void socket.end(bytes);
    if (ends === 'never') this.#listeners.add(socket);
    socket.write(bytes, () => {
      if (ends === 'broken') socket.destroy();
    });
  }

  #frame(request: AdminRequest): string {
    try {
      return `0\0${this.#answer(request)}`;
    } catch (error) {
      if (error instanceof QubesException) return exceptionFrame(error.type, error.message);
      if (error instanceof Refusal) return '';
      throw error;
    }
  }
}

const exceptionFrame = (type: string, message: string): string => `2\0${type}\0\0${message.replaceAll('%', '%%')}\0`;

/** `METHOD+ARG SOURCE name DEST\0PAYLOAD`; what is framed otherwise is not answered. */
function parseRequest(bytes: Buffer): AdminRequest | undefined {
  const end = bytes.indexOf(0);
  const words = bytes.toString('ascii', 0, Math.max(0, end)).split(' ');
  const [service = '', , kind, dest = ''] = words;
  if (words.length !== 4 || kind !== 'name') return undefined;
  const plus = service.indexOf('+');
  const [method, arg] = plus === -1 ? [service, ''] : [service.slice(0, plus), service.slice(plus + 1)];
  return adminRequest(method, dest, arg, bytes.toString('utf8', end + 1));
}
