import type { Result } from '#shared/base/result.ts';
import { done, err } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { askOwner } from './control-client.ts';
import { nothingResultSchema } from './control-protocol.ts';
import { lockSandbox } from './sandbox-lock.ts';
import { sandboxPaths } from './sandbox-paths.ts';
import { readRecord } from './sandbox-record.ts';

const patienceMs = 30_000;

/** Powers the sandbox off; when it returns well, no process of it is left. A job at work stops this unless `isForced`. */
export async function stopSandbox(
  dir: string,
  { isForced }: { readonly isForced: boolean },
): Promise<Result<undefined, Failure>> {
  const paths = sandboxPaths(dir);
  if ((await readRecord(paths)) === undefined) return err({ code: 'sandbox-absent', dir: paths.dir });
  const answer = await askOwner(paths, { kind: 'stop', isForced });
  const stopped = answer === undefined ? done : nothingResultSchema.parse(answer.outcome);
  if (!stopped.ok) return stopped;
  // The owner holds the lock until it ends, and so does one that was stopping already.
  const unlock = await lockSandbox(paths.lockPath, patienceMs);
  if (unlock === undefined) return err({ code: 'sandbox-locked', dir: paths.dir });
  unlock();
  return done;
}
