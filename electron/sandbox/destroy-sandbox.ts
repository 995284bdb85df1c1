import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { Result } from '#shared/base/result.ts';
import { done, err } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { lockSandbox } from './sandbox-lock.ts';
import { sandboxPaths } from './sandbox-paths.ts';
import { readRecord } from './sandbox-record.ts';
import { stopSandbox } from './stop-sandbox.ts';

const patienceMs = 5_000;

/** Stops the sandbox and removes its folder with all that is in it. A folder that we did not make is left alone. */
export async function destroySandbox(
  dir: string,
  options: { readonly isForced: boolean },
): Promise<Result<undefined, Failure>> {
  const paths = sandboxPaths(dir);
  const isFinished = (await readRecord(paths)) !== undefined;
  if (!isFinished && !existsSync(paths.markerPath)) return err({ code: 'sandbox-absent', dir: paths.dir });
  const stopped = isFinished ? await stopSandbox(dir, options) : done;
  if (!stopped.ok) return stopped;
  const unlock = await lockSandbox(paths.lockPath, patienceMs);
  if (unlock === undefined) return err({ code: 'sandbox-locked', dir: paths.dir });
  // Should this be interrupted, what remains is marked as an unfinished sandbox, which the next `create` clears away.
  await writeFile(paths.markerPath, '');
  await rm(paths.recordPath, { force: true });
  await rm(paths.dir, { recursive: true, force: true });
  if (paths.socketDir !== paths.dir) await rm(paths.socketDir, { recursive: true, force: true });
  unlock();
  return done;
}
