/** A half-open range of offsets, `endByte` excluded. */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}
