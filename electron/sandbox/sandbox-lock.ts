import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockExclusive } from '../native/libc.ts';

const retryMs = 50;

/** Frees the lock. The kernel does the same when the process dies. */
export type Unlock = () => void;

/**
 * The right to run, make or remove the sandbox of a folder, which one process at a time has.
 * Waits up to `patienceMs`, or until `giveUp` says that waiting is of no use; undefined when somebody else has it.
 */
export async function lockSandbox(
  lockPath: string,
  patienceMs: number,
  giveUp: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<Unlock | undefined> {
  const fd = openSync(lockPath, 'a', 0o600);
  const deadline = Date.now() + patienceMs;
  while (!lockExclusive(fd)) {
    if (Date.now() >= deadline || (await giveUp())) {
      closeSync(fd);
      return undefined;
    }
    await sleep(retryMs);
  }
  return () => closeSync(fd);
}
