import { defer } from '../deferred.ts';
import { ChannelReader } from './channel-reader.ts';
import { ChannelWriter } from './channel-writer.ts';
import type { Frame, FrameType } from './frame.ts';
import { decodeCount, encodeCount } from './frame.ts';

export type SendFrame = (type: FrameType, stream: number, channel?: number, payload?: Buffer) => void;

/** How a stream ended: the peer's last word (`close` of either side), or the wire went away. */
export type StreamEnd = { readonly kind: 'closed'; readonly outcome: unknown } | { readonly kind: 'lost' };

/**
 * One conversation on a shared wire: any number of byte channels in each direction, and one JSON outcome at the end.
 * A channel exists from its first use on either side.
 */
export class MuxStream {
  readonly id: number;
  /** Settles once, when the peer closed, this side closed, or the wire was lost. */
  readonly ended: Promise<StreamEnd>;
  readonly #send: SendFrame;
  readonly #readers = new Map<number, ChannelReader>();
  readonly #writers = new Map<number, ChannelWriter>();
  readonly #forget: () => void;
  readonly #settle: (end: StreamEnd) => void;
  #isOpen = true;

  constructor(id: number, send: SendFrame, forget: () => void) {
    const end = defer<StreamEnd>();
    this.id = id;
    this.ended = end.promise;
    this.#settle = end.resolve;
    this.#send = send;
    this.#forget = forget;
  }

  readable(channel: number): ChannelReader {
    let reader = this.#readers.get(channel);
    if (reader === undefined) {
      reader = new ChannelReader((bytes) => this.#sendOpen('credit', channel, encodeCount(bytes)));
      this.#readers.set(channel, reader);
      if (!this.#isOpen) reader.receiveEnd();
    }
    return reader;
  }

  writable(channel: number): ChannelWriter {
    let writer = this.#writers.get(channel);
    if (writer === undefined) {
      writer = new ChannelWriter({
        send: (chunk) => this.#sendOpen('data', channel, chunk),
        end: () => this.#sendOpen('end', channel),
      });
      this.#writers.set(channel, writer);
      if (!this.#isOpen) writer.destroy();
    }
    return writer;
  }

  /** Ends the stream on both sides. What was written but not yet granted is dropped: `end()` the writers first to keep it. */
  close(outcome: unknown): void {
    this.#sendOpen('close', 0, Buffer.from(JSON.stringify(outcome ?? null)));
    this.finish({ kind: 'closed', outcome });
  }

  /** For the connection only. */
  receive(frame: Frame): void {
    switch (frame.type) {
      case 'data':
        this.readable(frame.channel).receive(frame.payload);
        break;
      case 'end':
        this.readable(frame.channel).receiveEnd();
        break;
      case 'credit':
        this.writable(frame.channel).grant(decodeCount(frame.payload));
        break;
      case 'close':
        this.finish({ kind: 'closed', outcome: JSON.parse(frame.payload.toString()) as unknown });
        break;
      case 'line-ack':
      case 'open':
      case 'message':
        throw new Error(`A ${frame.type} frame does not belong to a stream.`);
    }
  }

  /** For the connection only. */
  finish(end: StreamEnd): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#forget();
    for (const reader of this.#readers.values()) reader.receiveEnd();
    for (const writer of this.#writers.values()) writer.destroy();
    this.#settle(end);
  }

  #sendOpen(type: FrameType, channel: number, payload?: Buffer): void {
    if (this.#isOpen) this.#send(type, this.id, channel, payload);
  }
}
