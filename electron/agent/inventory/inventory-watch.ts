import type { Inventory, InventoryChange } from '#shared/domain/inventory.ts';
import { inventoryChange } from './inventory-change.ts';
import type { World } from './world.ts';

export interface InventoryWatchOptions {
  readonly look: () => Promise<World>;
  readonly onChanged: (change: InventoryChange) => void;
  /** Between two looks that nobody asked for. */
  readonly intervalMs: number;
}

/**
 * Keeps the last look at everything. Looks are never made side by side: whoever asks while one is under way waits for the
 * next one, since that one may have passed by what the asker wants to see.
 */
export class InventoryWatch {
  readonly #options: InventoryWatchOptions;
  #last: Inventory | undefined;
  #current: Promise<World> | undefined;
  #next: Promise<World> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: InventoryWatchOptions) {
    this.#options = options;
  }

  /** A look that begins after this call. */
  async look(): Promise<World> {
    if (this.#current === undefined) return this.#begin();
    this.#next ??= this.#current.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  /** Looks by itself while somebody is watching; the returned function ends that. */
  watch(): () => void {
    this.#timer ??= setInterval(() => void this.look(), this.#options.intervalMs);
    return () => {
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  async #begin(): Promise<World> {
    this.#next = undefined;
    this.#current = this.#options.look();
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
