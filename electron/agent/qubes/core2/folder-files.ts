import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import { systemErrorText } from '../registry-file/file-failure.ts';

/** Lies in a folder for as long as a job has a hand in it. */
export const markPath = (dir: string, job: JobId): string => join(dir, `.qubes-storage-job-${job}`);

/** Lets nothing of it be lost with the power: of a folder, the names in it. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Does `work`, and tells of what the system refused. */
export async function attempt(
  path: string,
  work: () => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  try {
    return await work();
  } catch (error) {
    return err({ code: 'file-failed', path, detail: systemErrorText(error) });
  }
}
