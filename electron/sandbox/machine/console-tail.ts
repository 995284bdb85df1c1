import type { Readable } from 'node:stream';

const keptLines = 40;

/** The last lines of what the machine's kernel and programs said, for the day on which it does not start. */
export class ConsoleTail {
  #lines: string[] = [];
  #partial = '';

  constructor(source: Readable) {
    source.setEncoding('utf8');
    source.on('data', (text: string) => this.#add(text));
  }

  text(): string {
    return [...this.#lines, this.#partial].filter((line) => line.trim() !== '').join('\n');
  }

  #add(text: string): void {
    const lines = (this.#partial + text).split(/\r?\n/);
    this.#partial = lines.pop() ?? '';
    this.#lines = [...this.#lines, ...lines].slice(-keptLines);
  }
}
