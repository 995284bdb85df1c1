import { done } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import { writeFailed } from './copy-failure.ts';
import type { CopyFailure } from './copy-failure.ts';
import type { OpenImage } from './open-image.ts';

/** Told that everything before `durableByte` survives a power cut; a copy may be resumed from there. */
export type Checkpoint = (durableByte: number) => void | Promise<void>;

const checkpointEveryMs = 2000;

/**
 * Makes a target durable, from time to time while others go on writing and once at the end. After a failed flush nothing
 * more may be trusted: the kernel reports a lost write once, so a second flush would succeed and mean nothing.
 */
export class Checkpointer {
  readonly #target: OpenImage;
  readonly #checkpoint: Checkpoint | undefined;
  #durableByte: number;
  #flushedAtMs = performance.now();
  #flushing = false;

  constructor(target: OpenImage, checkpoint: Checkpoint | undefined, fromByte: number) {
    this.#target = target;
    this.#checkpoint = checkpoint;
    this.#durableByte = fromByte;
  }

  /** `writtenByte`: everything before it has been written. */
  async reach(writtenByte: number): Promise<Result<void, CopyFailure>> {
    if (this.#checkpoint === undefined || this.#flushing || writtenByte <= this.#durableByte) return done;
    if (performance.now() - this.#flushedAtMs < checkpointEveryMs) return done;
    this.#flushing = true;
    const flushed = await this.flush(writtenByte);
    this.#flushedAtMs = performance.now();
    this.#flushing = false;
    return flushed;
  }

  async flush(writtenByte: number): Promise<Result<void, CopyFailure>> {
    try {
      await this.#target.handle.datasync();
    } catch (cause) {
      return writeFailed(this.#target.path, this.#durableByte, cause);
    }
    this.#durableByte = writtenByte;
    await this.#checkpoint?.(writtenByte);
    return done;
  }
}
