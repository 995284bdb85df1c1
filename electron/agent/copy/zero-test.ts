import type { ByteRange } from './byte-range.ts';

/** Whether the bytes are all zero: the first is, and each equals its neighbour (one `memcmp` of the range with itself). */
export function isZero(buffer: Buffer, startByte: number, endByte: number): boolean {
  if (startByte >= endByte) return true;
  return buffer[startByte] === 0 && buffer.compare(buffer, startByte + 1, endByte, startByte, endByte - 1) === 0;
}

/** The granules of the first `lengthBytes` of `buffer` that hold anything but zeros, neighbours joined into one range. */
export function* nonZeroRuns(buffer: Buffer, lengthBytes: number, granuleBytes: number): Generator<ByteRange, void> {
  let runStart: number | undefined;
  for (let at = 0; at < lengthBytes; at += granuleBytes) {
    if (!isZero(buffer, at, Math.min(at + granuleBytes, lengthBytes))) {
      runStart ??= at;
    } else if (runStart !== undefined) {
      yield { startByte: runStart, endByte: at };
      runStart = undefined;
    }
  }
  if (runStart !== undefined) yield { startByte: runStart, endByte: lengthBytes };
}
