/** The index of the first differing byte of the first `lengthBytes` of both buffers, or undefined when they agree. */
export function firstDifference(left: Buffer, right: Buffer, lengthBytes: number): number | undefined {
  const differs = (start: number, end: number) => left.compare(right, start, end, start, end) !== 0;
  if (!differs(0, lengthBytes)) return undefined;
  let start = 0;
  let end = lengthBytes;
  // Halving keeps the first difference inside [start, end).
  while (end - start > 1) {
    const middle = start + Math.floor((end - start) / 2);
    if (differs(start, middle)) end = middle;
    else start = middle;
  }
  return start;
}
