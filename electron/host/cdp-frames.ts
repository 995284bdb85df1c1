import type { Readable } from 'node:stream';

const terminator = 0;

/** Calls `receive` with each NUL-terminated JSON message of `stream`, however its chunks are cut. A last one without its end is dropped. */
export function readCdpFrames(stream: Readable, receive: (message: unknown) => void): void {
  let pieces: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(terminator); end >= 0; end = chunk.indexOf(terminator, start)) {
      const frame = Buffer.concat([...pieces, chunk.subarray(start, end)]);
      pieces = [];
      start = end + 1;
      receive(JSON.parse(frame.toString('utf8')));
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  });
}

export const cdpFrame = (message: object): string => `${JSON.stringify(message)}\0`;
