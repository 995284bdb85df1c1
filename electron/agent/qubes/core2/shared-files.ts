import { chmod, open, writeFile } from 'node:fs/promises';
import type { Bytes } from '#shared/base/bytes.ts';
import type { ImagePiece } from '../../../core2/volatile-image.ts';

/** The group's, too, whatever this process masks: core-2's tools work as an ordinary user. */
const fileMode = 0o660;

export const shareFile = (path: string): Promise<void> => chmod(path, fileMode);

export async function writeSharedFile(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await shareFile(path);
}

/** A file of this size that is a hole but for `pieces`. */
export async function makeSharedImage(path: string, sizeBytes: Bytes, pieces: readonly ImagePiece[]): Promise<void> {
  const file = await open(path, 'w', fileMode);
  try {
    await file.chmod(fileMode);
    await file.truncate(sizeBytes);
    for (const [offset, content] of pieces) await file.write(content, 0, content.length, offset);
  } finally {
    await file.close();
  }
}
