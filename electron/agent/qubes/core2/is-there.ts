import { lstat } from 'node:fs/promises';
import { hasErrorCode } from '../registry-file/file-failure.ts';

/** Whether anything has this name; a link that leads nowhere is there too. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}
