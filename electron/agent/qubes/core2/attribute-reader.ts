import type { DamageNotes } from '../registry-file/damage.ts';
import type { XmlElement } from '../registry-file/parse-registry-xml.ts';
import { readPythonLiteral, type PythonValue } from './python-literal.ts';

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Reads typed attributes of one element; what it cannot read it notes, and answers with a fallback. */
export class AttributeReader {
  readonly #element: XmlElement;
  readonly #notes: DamageNotes;

  constructor(element: XmlElement, notes: DamageNotes) {
    this.#element = element;
    this.#notes = notes;
  }

  /** Notes something that is wrong with the attribute, or with the element where it has no such attribute. */
  note(name: string, detail: string): void {
    const attribute = this.#element.attributes.get(name);
    this.#notes.note(attribute?.valueStart ?? this.#element.start, `${this.#element.name}: ${detail}`);
  }

  text(name: string): string | null {
    return this.#element.attributes.get(name)?.value ?? null;
  }

  /** null for none, and where it is absent. */
  textOrNone(name: string): string | null {
    const value = this.text(name);
    return value === null || value.toLowerCase() === 'none' ? null : value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === null) this.note(name, `the attribute ${name} is missing`);
    return value ?? '';
  }

  boolean(name: string, whenAbsent: boolean): boolean {
    const value = this.text(name);
    if (value === null) return whenAbsent;
    const known = booleans.get(value.toLowerCase());
    if (known === undefined) this.note(name, `${name}="${value}" is neither True nor False`);
    return known ?? whenAbsent;
  }

  oneOf<const T extends string>(name: string, known: readonly T[], whenAbsent: T): T {
    const value = this.text(name);
    if (value === null) return whenAbsent;
    const found = known.find((candidate) => candidate === value);
    if (found === undefined) this.note(name, `${name}="${value}" is none of ${known.join(', ')}`);
    return found ?? whenAbsent;
  }

  /** The number of a VM; null for none, and where it is absent. */
  qid(name: string): number | null {
    const value = this.textOrNone(name);
    if (value === null) return null;
    if (/^\d{1,9}$/.test(value)) return Number(value);
    this.note(name, `${name}="${value}" is neither a number nor None`);
    return null;
  }

  strings(name: string): readonly string[] {
    const value = this.#literal(name, []);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.note(name, `${name} is no list of strings`);
    return [];
  }

  /** Numbers count as Python counts them: all but 0 are true. */
  flags(name: string): Readonly<Record<string, boolean>> {
    const value = this.#literal(name, new Map());
    const entries: [string, boolean][] = [];
    for (const [key, flag] of value instanceof Map
      ? (value as ReadonlyMap<PythonValue, PythonValue>)
      : [[null, null]]) {
      if (typeof key === 'string' && (typeof flag === 'boolean' || typeof flag === 'number')) {
        entries.push([key, Boolean(flag)]);
      } else {
        this.note(name, `${name} does not map names to True or False`);
      }
    }
    return Object.fromEntries(entries);
  }

  #literal(name: string, whenAbsent: PythonValue): PythonValue {
    const value = this.text(name);
    if (value === null) return whenAbsent;
    const literal = readPythonLiteral(value);
    if (literal.ok) return literal.value;
    this.note(name, `${name}, character ${literal.error.position + 1}: ${literal.error.detail}`);
    return whenAbsent;
  }
}
