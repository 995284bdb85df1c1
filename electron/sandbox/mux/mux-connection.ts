import type { Frame, FrameType } from './frame.ts';
import { encodeFrame, FrameDecoder } from './frame.ts';
import { MuxStream } from './mux-stream.ts';

export interface MuxConnectionOptions {
  readonly write: (bytes: Buffer) => void;
  /** The peer opened a stream. Only one side of a wire opens streams; the other leaves this out of its peer. */
  readonly onOpen?: (stream: MuxStream, request: unknown) => void;
  readonly onMessage?: (message: unknown) => void;
  /** The peer has taken that many bytes off the line; see `PacedLine`. */
  readonly onLineAck?: (payload: Buffer) => void;
}

/** Many streams over one pair of byte pipes. The owner of the pipes feeds `receive` and calls `lose` when they end. */
export class MuxConnection {
  readonly #options: MuxConnectionOptions;
  readonly #decoder = new FrameDecoder();
  readonly #streams = new Map<number, MuxStream>();
  #lastStream = 0;
  #isLost = false;

  constructor(options: MuxConnectionOptions) {
    this.#options = options;
  }

  open(request: unknown): MuxStream {
    this.#lastStream += 1;
    const stream = this.#addStream(this.#lastStream);
    if (this.#isLost) stream.finish({ kind: 'lost' });
    this.#send('open', stream.id, 0, Buffer.from(JSON.stringify(request)));
    return stream;
  }

  sendMessage(message: unknown): void {
    this.#send('message', 0, 0, Buffer.from(JSON.stringify(message)));
  }

  receive(chunk: Buffer): void {
    for (const frame of this.#decoder.push(chunk)) this.#dispatch(frame);
  }

  /** The pipes are gone: every stream ends as lost. */
  lose(): void {
    this.#isLost = true;
    for (const stream of [...this.#streams.values()]) stream.finish({ kind: 'lost' });
  }

  #dispatch(frame: Frame): void {
    switch (frame.type) {
      case 'line-ack':
        return this.#options.onLineAck?.(frame.payload);
      case 'message':
        return this.#options.onMessage?.(JSON.parse(frame.payload.toString()));
      case 'open': {
        const stream = this.#addStream(frame.stream);
        return this.#options.onOpen?.(stream, JSON.parse(frame.payload.toString()));
      }
      case 'data':
      case 'credit':
      case 'end':
      case 'close':
        // A stream that this side has closed may still have frames of the peer under way.
        return this.#streams.get(frame.stream)?.receive(frame);
    }
  }

  #addStream(id: number): MuxStream {
    const stream = new MuxStream(id, this.#send, () => this.#streams.delete(id));
    this.#streams.set(id, stream);
    return stream;
  }

  readonly #send = (type: FrameType, stream: number, channel?: number, payload?: Buffer): void => {
    if (!this.#isLost) this.#options.write(encodeFrame(type, stream, channel, payload));
  };
}
