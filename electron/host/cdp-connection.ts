import type { Readable, Writable } from 'node:stream';
import { cdpFrame, readCdpFrames } from './cdp-frames.ts';
import type { CdpCommandName, CdpCommands, CdpEventName, CdpEvents, CdpMessage } from './cdp-protocol.ts';

type Listener = (params: never, sessionId: string | undefined) => void;

/** Sees each message from the browser before we do; true keeps it from us. */
export type CdpTap = (message: CdpMessage) => boolean;

const browserGone = { message: 'the browser is gone' };

/**
 * A client of Chromium's `--remote-debugging-pipe`: requests and answers matched by number, events by name.
 * It knows no window; `chromium-page.ts` does.
 */
export class CdpConnection {
  /** Settles when the browser is gone. */
  readonly closed: Promise<void>;
  readonly #toBrowser: Writable;
  readonly #waiting = new Map<number, (message: CdpMessage) => void>();
  readonly #listeners = new Map<CdpEventName, Listener[]>();
  #lastId = 0;
  #isOpen = true;
  #tap: CdpTap = () => false;

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    this.#toBrowser = toBrowser;
    // A broken pipe means that the browser is gone, which its exit tells.
    toBrowser.on('error', () => undefined);
    fromBrowser.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      fromBrowser.on('close', () => {
        this.#end();
        resolve();
      });
    });
    readCdpFrames(fromBrowser, (message) => this.#receive(message as CdpMessage));
  }

  /** Undefined when the browser refused or is gone: both are ordinary while a page navigates or closes. */
  send<Name extends CdpCommandName>(
    method: Name,
    params: CdpCommands[Name]['params'],
    sessionId?: string,
  ): Promise<CdpCommands[Name]['answer'] | undefined> {
    const id = this.nextId();
    const answer = new Promise<CdpMessage>((resolve) => this.#waiting.set(id, resolve));
    this.write({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) });
    return answer.then((message) => message.result);
  }

  on<Name extends CdpEventName>(
    method: Name,
    listener: (params: CdpEvents[Name], sessionId: string | undefined) => void,
  ): void {
    this.#listeners.set(method, [...(this.#listeners.get(method) ?? []), listener]);
  }

  /** For a second user of the same pipe: numbers that no answer of ours will take. */
  nextId(): number {
    return ++this.#lastId;
  }

  write(message: CdpMessage): void {
    if (this.#isOpen) this.#toBrowser.write(cdpFrame(message));
    else if (message.id !== undefined) this.#receive({ id: message.id, error: browserGone });
  }

  tapWith(tap: CdpTap): void {
    this.#tap = tap;
  }

  #receive(message: CdpMessage): void {
    if (this.#tap(message)) return;
    if (message.id !== undefined) {
      const settle = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      settle?.(message);
      return;
    }
    for (const listener of this.#listeners.get(message.method as CdpEventName) ?? []) {
      listener(message.params as never, message.sessionId);
    }
  }

  #end(): void {
    this.#isOpen = false;
    for (const settle of this.#waiting.values()) settle({ error: browserGone });
    this.#waiting.clear();
  }
}
