import { seekData, seekHole } from '../../native/libc.ts';
import type { ByteRange } from './byte-range.ts';
import type { OpenImage } from './open-image.ts';

/**
 * Calls `seek`. A map that cannot be read (a file system without SEEK_DATA, a bad metadata block) is no reason to give
 * up: `whenUnknown` makes the rest count as data, and reading it says what is wrong, and where.
 */
function mapOr(whenUnknown: number, seek: () => number | undefined): number | undefined {
  try {
    return seek();
  } catch {
    return whenUnknown;
  }
}

/**
 * The ranges of [fromByte, endByte) that may hold data, in order; everything between them reads as zeros.
 * A device is one range. So is a regular file on a file system that does not tell holes (hostfs).
 * The map is read while iterating, and holds only while nobody writes to the image.
 */
export function* dataExtents(image: OpenImage, fromByte: number, endByte: number): Generator<ByteRange, void> {
  if (image.kind === 'block-device') {
    if (fromByte < endByte) yield { startByte: fromByte, endByte };
    return;
  }
  const { fd } = image.handle;
  let at = fromByte;
  while (at < endByte) {
    const from = at;
    const startByte = mapOr(from, () => seekData(fd, from));
    if (startByte === undefined || startByte >= endByte) return;
    const hole = mapOr(endByte, () => seekHole(fd, startByte)) ?? endByte;
    at = Math.min(hole, endByte);
    yield { startByte, endByte: at };
  }
}
