import { Readable } from 'node:stream';

/** The receiving end of one byte channel. Credit goes back only as the consumer reads, so a slow one never makes memory grow. */
export class ChannelReader extends Readable {
  readonly #grant: (bytes: number) => void;
  #owedBytes = 0;

  constructor(grant: (bytes: number) => void) {
    super();
    this.#grant = grant;
  }

  receive(chunk: Buffer): void {
    // Nobody reads any more: let the sender run out instead of stalling it.
    if (this.destroyed || this.push(chunk)) this.#grant(chunk.length);
    else this.#owedBytes += chunk.length;
  }

  receiveEnd(): void {
    if (!this.destroyed && !this.readableEnded) this.push(null);
  }

  override _read(): void {
    if (this.#owedBytes === 0) return;
    const owed = this.#owedBytes;
    this.#owedBytes = 0;
    this.#grant(owed);
  }
}
