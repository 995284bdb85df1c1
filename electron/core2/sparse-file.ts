import { open } from 'node:fs/promises';
import type { Bytes } from '#shared/base/bytes.ts';

/** A piece of a file and where it goes; everything else is a hole. */
export type FilePiece = readonly [offset: number, content: Buffer];

/** A new file of this size that is a hole but for `pieces`, in the place of what was there; on the disk when this ends. Throws what the file system says. */
export async function writeSparseFile(path: string, sizeBytes: Bytes, pieces: readonly FilePiece[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.truncate(sizeBytes);
    for (const [offset, content] of pieces) await file.write(content, 0, content.length, offset);
    await file.sync();
  } finally {
    await file.close();
  }
}
