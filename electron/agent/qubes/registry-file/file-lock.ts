import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { tryPosixLock } from '../../../native/libc.ts';
import { openFailure } from './file-failure.ts';

/*
 * The lock that core-2's tools take: a POSIX record lock on the file itself (`fcntl.lockf` in Python). Three traps:
 * - The kernel drops it as soon as this process closes *any* descriptor of that file. So while it is held, the file is
 *   read and written through the locked handle only, and nobody else in this process may open it.
 * - It does not exclude the process that holds it. So there is a turn within the process before it.
 * - Savers rename a new file into place. So a lock counts only if the path still leads to the file that was locked.
 */

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for others, in all. */
  readonly timeoutMs: number;
}

export interface LockedFile {
  readonly path: string;
  readonly handle: FileHandle;
  release(): Promise<void>;
}

type LockMode = 'shared' | 'exclusive';

const pollMs = 50;
const heldByUs = new Set<string>();

/** Calls `attempt` until it gives something; each call is quick, the waiting is between them. */
async function poll<T>(
  path: string,
  options: LockOptions,
  attempt: () => Promise<T | null>,
): Promise<Result<T, Failure>> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (options.signal?.aborted === true) return err({ code: 'cancelled' });
    const answer = await attempt();
    if (answer !== null) return ok(answer);
    if (performance.now() >= deadline) return err({ code: 'registry-locked', path });
    // An abort only ends the wait early: the loop sees it.
    await delay(pollMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** Whether `path` leads to the file that is open; false as well when it leads nowhere. */
export async function isStillAt(path: string, handle: FileHandle): Promise<boolean> {
  const opened = await handle.stat({ bigint: true });
  const named = await stat(path, { bigint: true }).catch(() => null);
  return named?.dev === opened.dev && named.ino === opened.ino;
}

/** Null while somebody else has the lock, or a new file has just taken the place of the one locked. */
async function lockHandle(path: string, handle: FileHandle, mode: LockMode): Promise<LockedFile | null> {
  const release = async (): Promise<void> => {
    await handle.close();
    heldByUs.delete(path);
  };
  let isLocked = false;
  try {
    isLocked = tryPosixLock(handle.fd, mode) && (await isStillAt(path, handle));
  } finally {
    if (!isLocked) await release();
  }
  return isLocked ? { path, handle, release } : null;
}

async function tryLock(path: string, mode: LockMode): Promise<LockedFile | null> {
  if (heldByUs.has(path)) return null;
  heldByUs.add(path);
  let handle: FileHandle;
  try {
    handle = await open(path, mode === 'shared' ? 'r' : 'r+');
  } catch (error) {
    heldByUs.delete(path);
    throw error;
  }
  return lockHandle(path, handle, mode);
}

/** Waits for the lock as long as the options allow. The caller releases it, whatever happens. */
export async function lockFile(
  path: string,
  mode: LockMode,
  options: LockOptions,
): Promise<Result<LockedFile, Failure>> {
  try {
    const realPath = await realpath(path);
    return await poll(path, options, () => tryLock(realPath, mode));
  } catch (error) {
    return err(openFailure(path, error));
  }
}
