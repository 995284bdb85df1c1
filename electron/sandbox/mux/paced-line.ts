import { decodeCount } from './frame.ts';

/**
 * UML's serial driver stops reading for ever once more than about 4 KB wait unread in the box (arch/um/drivers/line.c:
 * throttle turns the channel off, unthrottle does not turn it on again). So the host keeps no more than this under way.
 */
export const lineWindowBytes = 2048;

/** The host's half of the serial line towards the box: what exceeds the window waits here until the box acknowledges. */
export class PacedLine {
  readonly #write: (bytes: Buffer) => void;
  #waiting: Buffer[] = [];
  #unacknowledgedBytes = 0;

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  readonly send = (bytes: Buffer): void => {
    this.#waiting.push(bytes);
    this.#pump();
  };

  readonly acknowledge = (payload: Buffer): void => {
    this.#unacknowledgedBytes -= decodeCount(payload);
    this.#pump();
  };

  #pump(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const roomBytes = lineWindowBytes - this.#unacknowledgedBytes;
      if (roomBytes <= 0) return;
      const piece = next.subarray(0, roomBytes);
      this.#unacknowledgedBytes += piece.length;
      this.#write(piece);
      if (piece.length === next.length) this.#waiting.shift();
      else this.#waiting[0] = next.subarray(piece.length);
    }
  }
}
