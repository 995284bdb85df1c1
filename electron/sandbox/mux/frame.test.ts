import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCount, encodeCount, encodeFrame, FrameDecoder, frameTypes } from './frame.ts';

const frames = fc.array(
  fc.record({
    type: fc.constantFrom(...frameTypes),
    stream: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    channel: fc.integer({ min: 0, max: 255 }),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
);

/** `bytes` in pieces of the given sizes, over and over. */
function* inPieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

test('frames arrive whole and in order, however the bytes are cut', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(frames, cuts, (sent, sizes) => {
      const bytes = Buffer.concat(
        sent.map(({ type, stream, channel, payload }) => encodeFrame(type, stream, channel, payload)),
      );
      const decoder = new FrameDecoder();
      const received = [...inPieces(bytes, sizes)].flatMap((piece) => decoder.push(piece));
      expect(received).toEqual(sent);
    }),
  );
});

test('bytes that are no frame are refused', () => {
  expect(() => new FrameDecoder().push(Buffer.alloc(10, 0xff))).toThrow('no frame');
});

test('a frame of more than a mebibyte is refused before it is sent', () => {
  expect(() => encodeFrame('data', 1, 0, Buffer.alloc(2 ** 20 + 1))).toThrow(RangeError);
});

test('counts keep their value up to 32 bits', () => {
  expect(decodeCount(encodeCount(2 ** 32 - 1))).toBe(2 ** 32 - 1);
});
