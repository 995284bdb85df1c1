import type { Bytes } from '#shared/base/bytes.ts';

/**
 * `count` zeroed buffers of `sizeBytes` (a multiple of 4 KiB) that direct I/O accepts.
 * V8 maps a resizable ArrayBuffer page by page, so it starts on a page; those of `Buffer.alloc` start at offset 16 of
 * their block and are refused with EINVAL.
 */
export function alignedBuffers(count: number, sizeBytes: Bytes): readonly Buffer[] {
  const totalBytes = count * sizeBytes;
  const memory = new ArrayBuffer(totalBytes, { maxByteLength: totalBytes });
  return Array.from({ length: count }, (_, index) => Buffer.from(memory, index * sizeBytes, sizeBytes));
}
