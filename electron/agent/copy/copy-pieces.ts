import type { ByteRange } from './byte-range.ts';

/** The extents, rounded out to granules but not past `limitByte`, and joined where they then meet. */
function* roundedOut(
  extents: Iterable<ByteRange>,
  granuleBytes: number,
  limitByte: number,
): Generator<ByteRange, void> {
  let pending: ByteRange | undefined;
  for (const extent of extents) {
    const startByte = Math.floor(extent.startByte / granuleBytes) * granuleBytes;
    const endByte = Math.min(Math.ceil(extent.endByte / granuleBytes) * granuleBytes, limitByte);
    if (pending !== undefined && startByte <= pending.endByte) {
      pending = { startByte: pending.startByte, endByte };
    } else {
      if (pending !== undefined) yield pending;
      pending = { startByte, endByte };
    }
  }
  if (pending !== undefined) yield pending;
}

/**
 * Cuts data extents into the pieces that one buffer takes: each starts on a granule, ends on one (or at `endByte`), and
 * lies within one `unitBytes` of absolute alignment, which is a multiple of `granuleBytes`.
 * Rounding out costs nothing on a thin pool, which allocates whole granules anyway.
 */
export function* copyPieces(
  extents: Iterable<ByteRange>,
  layout: { readonly granuleBytes: number; readonly unitBytes: number; readonly endByte: number },
): Generator<ByteRange, void> {
  for (const range of roundedOut(extents, layout.granuleBytes, layout.endByte)) {
    let { startByte } = range;
    while (startByte < range.endByte) {
      const unitEnd = (Math.floor(startByte / layout.unitBytes) + 1) * layout.unitBytes;
      const endByte = Math.min(unitEnd, range.endByte);
      yield { startByte, endByte };
      startByte = endByte;
    }
  }
}
