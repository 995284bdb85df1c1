import { done } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import { readFailed, writeFailed } from './copy-failure.ts';
import type { CopyFailure } from './copy-failure.ts';
import type { ByteRange } from './byte-range.ts';
import type { OpenImage } from './open-image.ts';

/** Offsets, lengths and memory of direct I/O are multiples of this: the largest logical block of a common disk. */
export const directAlignment = 4096;

/**
 * Fills the start of `buffer` with the image's bytes from `startByte` on; where the image ends before `endByte`, with
 * zeros. Reads a whole number of blocks, for which `buffer` has room. Bytes up to `imageEnd` have to come.
 */
export async function readRange(
  image: OpenImage,
  buffer: Buffer,
  { startByte, endByte }: ByteRange,
  imageEnd: number,
): Promise<Result<void, CopyFailure>> {
  const lengthBytes = endByte - startByte;
  const neededBytes = Math.max(0, Math.min(endByte, imageEnd) - startByte);
  const askedBytes = Math.ceil(neededBytes / directAlignment) * directAlignment;
  let gotBytes = 0;
  while (gotBytes < neededBytes) {
    try {
      const { bytesRead } = await image.handle.read(buffer, gotBytes, askedBytes - gotBytes, startByte + gotBytes);
      if (bytesRead === 0) return readFailed(image.path, startByte + gotBytes, 'unexpected end');
      gotBytes += bytesRead;
    } catch (cause) {
      return readFailed(image.path, startByte + gotBytes, cause);
    }
  }
  buffer.fill(0, neededBytes, lengthBytes);
  return done;
}

/** Writes the bytes of `buffer` at `run` to the image at `startByte + run`. */
export async function writeRun(
  image: OpenImage,
  buffer: Buffer,
  run: ByteRange,
  startByte: number,
): Promise<Result<void, CopyFailure>> {
  let at = run.startByte;
  while (at < run.endByte) {
    try {
      const { bytesWritten } = await image.handle.write(buffer, at, run.endByte - at, startByte + at);
      if (bytesWritten === 0) return writeFailed(image.path, startByte + at, 'nothing was written');
      at += bytesWritten;
    } catch (cause) {
      return writeFailed(image.path, startByte + at, cause);
    }
  }
  return done;
}
