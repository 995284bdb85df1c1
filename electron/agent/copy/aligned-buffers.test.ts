import koffi from 'koffi';
import { expect, test } from 'vitest';
import { mib } from '#shared/base/bytes.ts';
import { alignedBuffers } from './aligned-buffers.ts';

test('every buffer starts on a page, is zero, and shares no byte with its neighbour', () => {
  const buffers = alignedBuffers(4, mib(1));
  for (const buffer of buffers) {
    expect(koffi.address(buffer) % 4096n).toBe(0n);
    expect(buffer.equals(Buffer.alloc(mib(1)))).toBe(true);
    buffer.fill(1);
  }
});
