import { setTimeout as wait } from 'node:timers/promises';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

const pausesMs = [250, 750, 2000, 3000];

/**
 * Something looks at a volume for a moment, as udev does whenever one that was written to is closed: what fails with
 * `volume-in-use` is tried again for six seconds, and then told.
 */
export async function whileBusy<Value>(
  attempt: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  for (const pauseMs of pausesMs) {
    const result = await attempt();
    if (result.ok || result.error.code !== 'volume-in-use') return result;
    await wait(pauseMs);
  }
  return attempt();
}
