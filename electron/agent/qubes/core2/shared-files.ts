import { chmod, writeFile } from 'node:fs/promises';
import type { Bytes } from '#shared/base/bytes.ts';
import { writeSparseFile } from '../../../core2/sparse-file.ts';

/** The group's, too, whatever this process masks: core-2's tools work as an ordinary user. */
const fileMode = 0o660;

export const shareFile = (path: string): Promise<void> => chmod(path, fileMode);

export async function writeSharedFile(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await shareFile(path);
}

/** A file of this size that is all hole. */
export async function makeSharedImage(path: string, sizeBytes: Bytes): Promise<void> {
  await writeSparseFile(path, sizeBytes, []);
  await shareFile(path);
}
