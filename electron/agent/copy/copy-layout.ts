import { kib, mib } from '#shared/base/bytes.ts';
import type { OpenImage } from './open-image.ts';
import { directAlignment } from './transfer.ts';

/** How a copy is cut up. All offsets are from the start of the image. */
export interface CopyLayout {
  readonly sizeBytes: number;
  /** What is tested for zeros and written at a time. */
  readonly granuleBytes: number;
  /** What one buffer holds: a whole number of granules. */
  readonly unitBytes: number;
  /** The end of the last granule, as far as the target has one. */
  readonly endByte: number;
}

/** Measured best: 256 KiB was slower and 4 MiB no better. */
export const preferredUnit = mib(1);

/**
 * Where a granule fits into a buffer, whole granules are written, so that nothing stale survives even in a pool that does
 * not zero its new chunks. Larger chunks are filled in parts of 64 KiB, of which every chunk size is a multiple.
 */
export function copyLayout(sizeBytes: number, granuleBytes: number, target: OpenImage): CopyLayout {
  if (granuleBytes <= 0 || granuleBytes % directAlignment !== 0)
    throw new RangeError(`granule of ${granuleBytes} bytes`);
  const granule = granuleBytes <= preferredUnit ? granuleBytes : kib(64);
  const isDevice = target.kind === 'block-device';
  const padding = isDevice ? granule : directAlignment;
  const paddedEnd = Math.ceil(sizeBytes / padding) * padding;
  return {
    sizeBytes,
    granuleBytes: granule,
    unitBytes: Math.floor(preferredUnit / granule) * granule,
    endByte: isDevice ? Math.min(paddedEnd, target.sizeBytes) : paddedEnd,
  };
}
