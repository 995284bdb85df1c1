import { open } from 'node:fs/promises';

/** A stretch of an image: what it reads as, and whether the file system stores it. */
export interface Stretch {
  readonly kind: 'hole' | 'zeros' | 'data';
  readonly lengthBytes: number;
}

/** Bytes that are never zero and differ from place to place, so that a misplaced block shows. */
export function patternAt(startByte: number, lengthBytes: number): Buffer {
  const pattern = Buffer.alloc(lengthBytes);
  for (let index = 0; index < lengthBytes; index++) {
    const at = startByte + index;
    pattern[index] = 1 + ((at ^ (at >>> 8) ^ (at >>> 16)) % 255);
  }
  return pattern;
}

const contentOf = ({ kind, lengthBytes }: Stretch, startByte: number): Buffer =>
  kind === 'data' ? patternAt(startByte, lengthBytes) : Buffer.alloc(lengthBytes);

/** Writes a sparse file of these stretches and returns what it must read as. */
export async function writeImage(path: string, stretches: readonly Stretch[]): Promise<Buffer> {
  const handle = await open(path, 'w');
  const parts: Buffer[] = [];
  let at = 0;
  try {
    for (const stretch of stretches) {
      const content = contentOf(stretch, at);
      if (stretch.kind !== 'hole') await handle.write(content, 0, content.length, at);
      parts.push(content);
      at += content.length;
    }
    await handle.truncate(at);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return Buffer.concat(parts);
}
