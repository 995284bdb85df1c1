import type { Socket } from 'node:net';
import { maxLineBytes, requestMessageSchema, type EventMessage } from '#shared/contract/envelope.ts';
import { readJsonLines, writeJsonLine } from '../../agent-client/json-lines.ts';
import type { Dispatch } from './dispatch.ts';

/** A client that lets this much wait unread has stopped listening: it is cut off and may open a new session. */
const maxUnreadBytes = 32 * 2 ** 20;

/** One client's connection. It hears events once it has opened its session. */
export class ClientSession {
  readonly #socket: Socket;
  readonly #dispatch: Dispatch;
  #hearsEvents = false;

  constructor(socket: Socket, dispatch: Dispatch) {
    this.#socket = socket;
    this.#dispatch = dispatch;
    socket.on('error', () => socket.destroy());
  }

  get hearsEvents(): boolean {
    return this.#hearsEvents;
  }

  /** Answers until the client goes, or says something that is no request. */
  async serve(): Promise<void> {
    for await (const line of readJsonLines(this.#socket, { maxLineBytes })) {
      const message = line.ok ? requestMessageSchema.safeParse(line.value) : undefined;
      if (message?.success !== true) break;
      // Not awaited: a slow answer does not hold up the next request.
      void this.#answer(message.data.id, message.data.method, message.data.params);
    }
    this.#socket.destroy();
  }

  send(event: EventMessage): void {
    if (this.#socket.writableLength > maxUnreadBytes) this.#socket.destroy();
    else void writeJsonLine(this.#socket, event);
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    const result = await this.#dispatch(method, params);
    void writeJsonLine(this.#socket, { id, ...result });
    // In the same turn as the answer: the event after it is the next one.
    if (method === 'session.open' && result.ok) this.#hearsEvents = true;
  }
}
