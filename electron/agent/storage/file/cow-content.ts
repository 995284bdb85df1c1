import { open } from 'node:fs/promises';

/** What a COW says of itself; `empty` is also one that no template has written through yet. */
export type CowContent = 'absent' | 'empty' | 'changes' | 'invalid';

const sectorBytes = 512;
const headerBytes = 16;
const exceptionBytes = 16;
/** `SnAp`, as the kernel writes it (drivers/md/dm-snap-persistent.c). */
const magic = 0x70416e53;

/** Looks at the two places that tell; nothing is written. Throws what the file system says. */
export async function readCowContent(path: string): Promise<CowContent> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return 'absent';
  try {
    const header = await readAt(file, headerBytes, 0);
    return cowContent(header, await readAt(file, exceptionBytes, firstExceptionAt(header)));
  } finally {
    await file.close();
  }
}

async function readAt(file: Awaited<ReturnType<typeof open>>, length: number, position: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}

/** The list of exceptions begins with the second chunk. */
const firstExceptionAt = (header: Buffer): number => header.readUInt32LE(12) * sectorBytes;

/**
 * The header is magic, validity, version and chunk size in sectors; an exception is the old chunk's number and the new
 * one's, which is never 0. They are filled in order, and taken away from the end: where the first is none, none is.
 */
export function cowContent(header: Buffer, firstException: Buffer): CowContent {
  if (header.every((byte) => byte === 0)) return 'empty';
  const isReadable = header.readUInt32LE(0) === magic && header.readUInt32LE(4) === 1 && header.readUInt32LE(8) === 1;
  if (!isReadable || firstExceptionAt(header) === 0) return 'invalid';
  return firstException.readBigUInt64LE(8) === 0n ? 'empty' : 'changes';
}
