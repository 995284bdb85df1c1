import type { Inventory, InventoryChange } from '#shared/domain/inventory.ts';
import { inventoryChange } from './inventory-change.ts';

/** What a look finds: the inventory that everybody is shown, and beside it what only the agent may know. */
interface Seen {
  readonly inventory: Inventory;
}

export interface InventoryWatchOptions<World extends Seen> {
  readonly look: () => Promise<World>;
  /** A cheaper look that need only find what may have changed by itself; without it every look is a whole one. */
  readonly glance?: () => Promise<World>;
  readonly onChanged: (change: InventoryChange) => void;
  /** Between two glances that nobody asked for. */
  readonly intervalMs: number;
}

/**
 * Keeps the last look at everything. Looks are never made side by side: whoever asks while one is under way waits for the
 * next one, since that one may have passed by what the asker wants to see.
 */
export class InventoryWatch<World extends Seen> {
  readonly #options: InventoryWatchOptions<World>;
  readonly #glance: () => Promise<World>;
  #last: Inventory | undefined;
  #current: Promise<World> | undefined;
  #next: Promise<World> | undefined;
  /** Whether one of those who wait for the next look wants a whole one. */
  #isNextWhole = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: InventoryWatchOptions<World>) {
    this.#options = options;
    this.#glance = options.glance ?? options.look;
  }

  /** A whole look that begins after this call. */
  look(): Promise<World> {
    return this.#ask(true);
  }

  /** The cheaper one. */
  glance(): Promise<World> {
    return this.#ask(false);
  }

  /** Glances by itself while somebody is watching; the returned function ends that. */
  watch(): () => void {
    this.#timer ??= setInterval(() => void this.glance(), this.#options.intervalMs);
    return () => {
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  async #ask(isWhole: boolean): Promise<World> {
    if (this.#current === undefined) return this.#begin(isWhole);
    this.#isNextWhole ||= isWhole;
    const begin = (): Promise<World> => this.#begin(this.#isNextWhole);
    this.#next ??= this.#current.then(begin, begin);
    return this.#next;
  }

  async #begin(isWhole: boolean): Promise<World> {
    this.#next = undefined;
    this.#isNextWhole = false;
    this.#current = isWhole ? this.#options.look() : this.#glance();
    try {
      const world = await this.#current;
      this.#keep(world.inventory);
      return world;
    } finally {
      this.#current = undefined;
    }
  }

  #keep(inventory: Inventory): void {
    const change = this.#last === undefined ? undefined : inventoryChange(this.#last, inventory);
    this.#last = inventory;
    if (change !== undefined) this.#options.onChanged(change);
  }
}
