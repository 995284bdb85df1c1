import type { Lifetime } from '../control-protocol.ts';

/** How long a box that nobody asked to stay waits for the next client. */
const lingerMs = 5_000;

/** Counts who uses the box, and tells when an implicitly started one has been of no use for a while. */
export class Presence {
  lifetime: Lifetime;
  readonly #isBusy: () => Promise<boolean>;
  readonly #onIdle: () => void;
  #clients = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(lifetime: Lifetime, isBusy: () => Promise<boolean>, onIdle: () => void) {
    this.lifetime = lifetime;
    this.#isBusy = isBusy;
    this.#onIdle = onIdle;
  }

  /** Somebody came; the box stays at least until they leave by the function that this returns. */
  enter(): () => void {
    this.#clients += 1;
    clearTimeout(this.#timer);
    let isHere = true;
    return () => {
      if (!isHere) return;
      isHere = false;
      this.#clients -= 1;
      this.watch();
    };
  }

  watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), lingerMs);
  }

  async #check(): Promise<void> {
    const isNeeded = (): boolean => this.lifetime === 'explicit' || this.#clients > 0;
    if (isNeeded()) return;
    const isBusy = await this.#isBusy();
    // Somebody may have come while the agent was asked.
    if (isNeeded()) return;
    if (isBusy) this.watch();
    else this.#onIdle();
  }
}
