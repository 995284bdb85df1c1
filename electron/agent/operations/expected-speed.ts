/** A modest disk, for an estimate before anything was measured: data is read, written, and both are read again. */
export const expectedBytesPerSecond = 120 * 2 ** 20;
