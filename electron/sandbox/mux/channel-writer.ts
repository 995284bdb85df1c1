import { Writable } from 'node:stream';
import { maxDataBytes } from './frame.ts';

/** How much may be under way on one channel that the reader has not asked for; also what a stalled reader costs. */
export const channelWindowBytes = 64 * 1024;

export interface ChannelWriterWire {
  readonly send: (chunk: Buffer) => void;
  readonly end: () => void;
}

/** The sending end of one byte channel. It sends no more than the reader has granted; a write completes when all of it has left. */
export class ChannelWriter extends Writable {
  readonly #wire: ChannelWriterWire;
  #creditBytes = channelWindowBytes;
  #waiting: { chunk: Buffer; readonly callback: () => void } | undefined;

  constructor(wire: ChannelWriterWire) {
    super();
    this.#wire = wire;
  }

  grant(bytes: number): void {
    this.#creditBytes += bytes;
    this.#pump();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#waiting = { chunk, callback };
    this.#pump();
  }

  override _final(callback: () => void): void {
    this.#wire.end();
    callback();
  }

  #pump(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    while (waiting.chunk.length > 0 && this.#creditBytes > 0) {
      const piece = waiting.chunk.subarray(0, Math.min(this.#creditBytes, maxDataBytes));
      this.#creditBytes -= piece.length;
      waiting.chunk = waiting.chunk.subarray(piece.length);
      this.#wire.send(piece);
    }
    if (waiting.chunk.length > 0) return;
    this.#waiting = undefined;
    waiting.callback();
  }
}
