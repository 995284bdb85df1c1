/** A program to start, as data: building one is pure, running it is the runner's business. */
export interface Command {
  /** Absolute: nothing is looked up on a path. */
  readonly program: string;
  readonly args: readonly string[];
  /** Handed to the program's standard input, which is empty otherwise. */
  readonly input?: string;
  /** After `input`, the beginning of this file or device. */
  readonly inputFrom?: { readonly path: string; readonly bytes: number };
  /** Beside what every program is given. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** As a person would type it; for reading only, it is never run. */
export function commandLine(command: Command): string {
  return [command.program, ...command.args].map(quoted).join(' ');
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
