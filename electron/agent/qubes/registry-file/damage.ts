import { positionAt } from './text-position.ts';

/** Why a registry cannot be understood, and where. */
export interface Damage {
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/**
 * Collects what is wrong with one text while it is being read, so that readers can go on with a fallback and their
 * caller asks once, at the end. Only the first finding is kept: later ones are often its consequences.
 */
export class DamageNotes {
  readonly #text: string;
  #first: Damage | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  get first(): Damage | null {
    return this.#first;
  }

  note(offset: number, detail: string): void {
    this.#first ??= { ...positionAt(this.#text, offset), detail };
  }
}
