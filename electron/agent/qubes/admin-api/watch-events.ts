import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '#shared/domain/failure.ts';
import type { AdminClient } from './admin-client.ts';
import type { AdminEvent } from './event-frames.ts';

export interface EventWatcher {
  /** The stream stands: whatever is read from now on is followed by events. What was read before may be stale. */
  readonly onConnected: () => void;
  readonly onEvent: (event: AdminEvent) => void;
  /** The stream ended, with a failure where one is known; it is opened again by itself. */
  readonly onLost: (failure: Failure | undefined) => void;
}

/** The official client's pause before it connects again. */
const retryAfterMs = 1_000;
/** Where policy keeps the events back, asking every second would only fill dom0's log: each refusal doubles the pause. */
const longestPauseMs = 60_000;

/** Keeps one stream of events open until `signal` aborts. */
export async function watchEvents(
  client: AdminClient,
  watcher: EventWatcher,
  { signal, retryMs = retryAfterMs }: { readonly signal: AbortSignal; readonly retryMs?: number },
): Promise<void> {
  let refusals = 0;
  const onEvent = (event: AdminEvent): void => {
    if (event.name === 'connection-established') {
      refusals = 0;
      watcher.onConnected();
    } else watcher.onEvent(event);
  };
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    const ended = await client.listen(onEvent, { signal });
    if (isOver()) return;
    watcher.onLost(ended.ok ? undefined : ended.error);
    const pauseMs = Math.min(longestPauseMs, retryMs * 2 ** refusals);
    if (!ended.ok && ended.error.code === 'admin-refused') refusals += 1;
    // Rejects only when it is aborted, which the loop looks at.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
