/**
 * The unit of the wire between owner and box, and between client and owner: 10 bytes of header, then the payload.
 * Binary, because base64 and JSON would cost a third of a line that carries 1 MB/s towards the box.
 */
export const frameTypes = ['line-ack', 'open', 'data', 'credit', 'end', 'close', 'message'] as const;

export type FrameType = (typeof frameTypes)[number];

export interface Frame {
  readonly type: FrameType;
  /** 0 for frames that belong to no stream. */
  readonly stream: number;
  /** Which of a stream's byte channels; 0 where the type has none. */
  readonly channel: number;
  readonly payload: Buffer;
}

const headerBytes = 10;
/** Data is cut this small, so that one busy stream does not keep the line from the others. */
export const maxDataBytes = 16 * 1024;
/** Requests carry argument lists, which Linux lets grow to 128 KiB a piece. */
const maxPayloadBytes = 2 ** 20;

const noPayload = Buffer.alloc(0);

export function encodeFrame(type: FrameType, stream: number, channel = 0, payload: Buffer = noPayload): Buffer {
  if (payload.length > maxPayloadBytes) throw new RangeError(`A frame of ${payload.length} bytes is too long.`);
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt8(frameTypes.indexOf(type), 0);
  frame.writeUInt8(channel, 1);
  frame.writeUInt32LE(stream, 2);
  frame.writeUInt32LE(payload.length, 6);
  payload.copy(frame, headerBytes);
  return frame;
}

/** The payload of `line-ack` and `credit`. */
export function encodeCount(count: number): Buffer {
  const payload = Buffer.allocUnsafe(4);
  payload.writeUInt32LE(count);
  return payload;
}

export const decodeCount = (payload: Buffer): number => payload.readUInt32LE(0);

/** Cuts a byte stream, however it arrives in pieces, into frames. Throws on bytes that no peer of ours sends. */
export class FrameDecoder {
  #rest: Buffer = noPayload;

  push(chunk: Buffer): readonly Frame[] {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    while (bytes.length >= headerBytes) {
      const end = headerBytes + bytes.readUInt32LE(6);
      const type = frameTypes[bytes.readUInt8(0)];
      if (type === undefined || end > headerBytes + maxPayloadBytes) throw new Error('The wire carries no frame here.');
      if (bytes.length < end) break;
      frames.push({
        type,
        stream: bytes.readUInt32LE(2),
        channel: bytes.readUInt8(1),
        payload: bytes.subarray(headerBytes, end),
      });
      bytes = bytes.subarray(end);
    }
    // A copy, so that a small rest does not keep a large chunk alive.
    this.#rest = Buffer.from(bytes);
    return frames;
  }
}
