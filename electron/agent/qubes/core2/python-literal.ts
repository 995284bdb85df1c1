import { err, ok, type Result } from '#shared/base/result.ts';

/** What core-2 keeps in attributes as the `repr` of a Python 2 object. */
export type PythonValue =
  null | boolean | number | string | readonly PythonValue[] | ReadonlyMap<PythonValue, PythonValue>;

export interface LiteralError {
  /** From 0, in UTF-16 units. */
  readonly position: number;
  readonly detail: string;
}

const maximalDepth = 16;
const namedValues: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\n', ''],
]);

/** One escape sequence of a string literal; those that Python does not know stand for themselves. */
function unescape(sequence: string): string {
  const code = /^\\[xuU]([\dA-Fa-f]+)$/.exec(sequence)?.[1];
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  return simpleEscapes.get(sequence.slice(1)) ?? sequence;
}

const unescapeString = (body: string): string =>
  body.replace(/\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U00(?:0[\dA-Fa-f]|10)[\dA-Fa-f]{4}|.)/gsu, unescape);

/** A reader of literals only: there is nothing in it that could call, look up or compute. */
class LiteralReader {
  readonly #source: string;
  #at = 0;
  #error: LiteralError | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Result<PythonValue, LiteralError> {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#source.length) this.#fail('nothing more was expected');
    return this.#error === null ? ok(value) : err(this.#error);
  }

  #fail(detail: string): null {
    this.#error ??= { position: this.#at, detail };
    return null;
  }

  /** Consumes what `pattern` (sticky) matches here. */
  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #skipSpace(): void {
    this.#match(/\s*/y);
  }

  #value(depth: number): PythonValue {
    if (depth > maximalDepth) return this.#fail('nested too deeply');
    this.#skipSpace();
    if (this.#match(/\[/y) !== null) return this.#list(depth);
    if (this.#match(/\{/y) !== null) return this.#dict(depth);
    const number = this.#match(/[+-]?(?:0|[1-9]\d*)(?:(?![\w.])|(?=L(?!\w)))/y);
    if (number !== null) return this.#integer(number[0]);
    const string = this.#match(/[uU]?(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/sy);
    if (string !== null) return unescapeString(string[1] ?? string[2] ?? '');
    const word = this.#match(/(?:None|True|False)(?!\w)/y);
    return namedValues.get(word?.[0] ?? '') ?? (word === null ? this.#fail('no Python literal') : null);
  }

  #integer(digits: string): PythonValue {
    this.#match(/L/y);
    const value = Number(digits);
    return Number.isSafeInteger(value) ? value : this.#fail('integer too large');
  }

  #list(depth: number): PythonValue {
    const items: PythonValue[] = [];
    while (!this.#ends(/\]/y)) {
      items.push(this.#value(depth + 1));
      this.#separator(/(?=\])/y);
    }
    return items;
  }

  #dict(depth: number): PythonValue {
    const entries = new Map<PythonValue, PythonValue>();
    while (!this.#ends(/\}/y)) {
      const key = this.#value(depth + 1);
      this.#skipSpace();
      if (this.#match(/:/y) === null) this.#fail('a colon was expected');
      entries.set(key, this.#value(depth + 1));
      this.#separator(/(?=\})/y);
    }
    return entries;
  }

  /** Also true after an error, so that no loop goes on behind one. */
  #ends(closing: RegExp): boolean {
    this.#skipSpace();
    return this.#match(closing) !== null || this.#error !== null;
  }

  #separator(beforeClosing: RegExp): void {
    this.#skipSpace();
    if (this.#match(/,/y) === null && this.#match(beforeClosing) === null) this.#fail('a comma was expected');
  }
}

/** Reads lists, dicts, strings, integers, booleans and None, spaces and a trailing comma allowed; never evaluates. */
export function readPythonLiteral(source: string): Result<PythonValue, LiteralError> {
  return new LiteralReader(source).read();
}

export const pythonBoolean = (value: boolean): string => (value ? 'True' : 'False');
