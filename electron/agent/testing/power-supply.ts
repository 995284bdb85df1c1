/** What everything throws when the power is gone. */
export class PowerGone extends Error {}

/** Counts what changes anything, so that a test can cut the power before each such change in turn. */
export class PowerSupply {
  changesLeft = Infinity;
  changes = 0;

  /** To be called before each change. Once the power is gone, nothing is changed any more. */
  use(): void {
    if (this.changesLeft <= 0) throw new PowerGone();
    this.changesLeft -= 1;
    this.changes += 1;
  }

  /** The same part, each call of these methods being a change. */
  over<Part extends object>(part: Part, ...methods: readonly (keyof Part)[]): Part {
    return new Proxy(part, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        const method = (value as (...args: unknown[]) => unknown).bind(target);
        if (!methods.some((counted) => counted === key)) return method;
        return (...args: unknown[]) => {
          this.use();
          return method(...args);
        };
      },
    });
  }
}
