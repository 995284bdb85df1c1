import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Failure } from '#shared/domain/failure.ts';

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

/** null where nothing is at `path`. Other errors throw: they are the caller's to name. */
export async function statOrNull(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (isErrno(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

/** What the system said of a file, as a failure; anything else is a defect and is thrown on. */
export function fileFailure(path: string, error: unknown): Failure {
  if (!isErrno(error)) throw error;
  return { code: 'file-failed', path: error.path ?? path, detail: error.message };
}
