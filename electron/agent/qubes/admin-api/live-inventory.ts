import type { Failure } from '#shared/domain/failure.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { AdminClient } from './admin-client.ts';
import type { AdminInventory } from './admin-inventory.ts';
import type { AdminEvent } from './event-frames.ts';
import { watchEvents } from './watch-events.ts';

type Look = Promise<{ readonly inventory: Inventory }>;

/** What takes the looks one after the other, and tells of what they find. */
interface Watch {
  look(): Look;
  glance(): Look;
  watch(): () => void;
}

/** Events come in bursts: a start alone is a dozen. */
const burstMs = 100;

/** Keeps the inventory true by one stream of events, and by a glance now and then at what has none. */
export class LiveInventory {
  readonly #client: AdminClient;
  readonly #read: AdminInventory;
  readonly #watch: Watch;
  /** Settled when it is known whether events are heard. */
  #attempt: Promise<void> = Promise.resolve();

  constructor(client: AdminClient, read: AdminInventory, watch: Watch) {
    this.#client = client;
    this.#read = read;
    this.#watch = watch;
  }

  /** A whole look. It waits for the stream, whose beginning would make it stale and another one due. */
  async look(): Look {
    await this.#attempt;
    return this.#watch.look();
  }

  /** Hears events until the returned function is called. */
  watch(): () => void {
    const ending = new AbortController();
    let settle = (): void => undefined;
    this.#attempt = new Promise((resolve) => (settle = resolve));
    let burst: NodeJS.Timeout | undefined;
    const glanceSoon = (): void => {
      burst ??= setTimeout(() => {
        burst = undefined;
        void this.#watch.glance();
      }, burstMs);
    };
    const onConnected = (): void => {
      this.#read.follow();
      settle();
      glanceSoon();
    };
    const onLost = (failure?: Failure): void => {
      this.#read.unfollow(failure);
      settle();
    };
    const onEvent = (event: AdminEvent): void => {
      if (this.#read.note(event)) glanceSoon();
    };
    void watchEvents(this.#client, { onConnected, onLost, onEvent }, { signal: ending.signal });
    const stopGlancing = this.#watch.watch();
    return () => {
      stopGlancing();
      ending.abort();
      clearTimeout(burst);
      onLost();
    };
  }
}
