import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import type { Timestamp } from '#shared/domain/ids.ts';

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** null where there is no such folder. Other errors throw: they are the caller's to name. */
export async function folderEntries(dir: string): Promise<readonly Dirent[] | null> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Of the entry itself, not of what a link leads to; null where there is none. */
export async function entryStats(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** The same for as long as it is the same file or folder, whatever is written to it. */
export const entryIdentity = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

export const changedAt = ({ mtimeMs }: BigIntStats): Timestamp => new Date(Number(mtimeMs)).toISOString() as Timestamp;
