type Listener = (payload: unknown) => void;

/** Who listens to what. One listener's throw is reported as the page's own error and does not reach the others. */
export class Subscribers {
  readonly #byName = new Map<string, Set<Listener>>();

  add(name: string, listener: Listener): () => void {
    const listeners = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, listeners);
    // Each subscription is its own, even when the same function subscribes twice.
    const own: Listener = (payload) => listener(payload);
    listeners.add(own);
    return () => void listeners.delete(own);
  }

  tell(name: string, payload: unknown): void {
    for (const listener of [...(this.#byName.get(name) ?? [])]) {
      try {
        listener(payload);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
