import type { ByteRange } from './byte-range.ts';

/** A stretch of the target to be compared with the source, or with zeros where the source has a hole or has ended. */
export interface ComparePiece extends ByteRange {
  readonly against: 'source' | 'zeros';
}

/** Whether a range touches one of `extents`, for ranges asked in ascending order. */
function overlapTest(extents: Iterator<ByteRange, void>): (range: ByteRange) => boolean {
  let next = extents.next();
  return ({ startByte, endByte }) => {
    while (next.done !== true && next.value.endByte <= startByte) next = extents.next();
    return next.done !== true && next.value.startByte < endByte;
  };
}

/**
 * What must be read to know that the target equals the source up to `endByte`, in order. Only stretches that are a hole
 * in both are left out: the target's own file system vouches that those read as zeros. A device vouches for nothing.
 */
export function* comparePieces(plan: {
  readonly sourceExtents: Iterator<ByteRange, void>;
  readonly targetExtents: Iterator<ByteRange, void>;
  readonly unitBytes: number;
  readonly endByte: number;
}): Generator<ComparePiece, void> {
  const inSource = overlapTest(plan.sourceExtents);
  const inTarget = overlapTest(plan.targetExtents);
  for (let startByte = 0; startByte < plan.endByte; startByte += plan.unitBytes) {
    const unit = { startByte, endByte: Math.min(startByte + plan.unitBytes, plan.endByte) };
    if (inSource(unit)) yield { ...unit, against: 'source' };
    else if (inTarget(unit)) yield { ...unit, against: 'zeros' };
  }
}
