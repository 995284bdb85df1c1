import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

/** Where a command prints. Results go to `print`; everything that is not one goes to `note`, so that it can be piped apart. */
export interface Terminal {
  /** Somebody watches: a progress line may be rewritten in place. */
  readonly isWatched: boolean;
  print(text: string): void;
  note(text: string): void;
  /** Shows `text` on the one line that is rewritten, until something else is printed; nothing where nobody watches. */
  status(text: string): void;
  /** Colours what is meant for `print`; leaves it alone where colours were not wanted. */
  paint(style: Style, text: string): string;
}

export interface TerminalStreams {
  readonly stdout: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  readonly stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
  readonly env: NodeJS.ProcessEnv;
}

const clearLine = '\r\u001b[K';

export function createTerminal({ stdout, stderr, env }: TerminalStreams): Terminal {
  // https://no-color.org: set to anything but nothing.
  const hasColours = stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const isWatched = stderr.isTTY && env['TERM'] !== 'dumb';
  let isStatusShown = false;
  const clearStatus = (): void => {
    if (isStatusShown) stderr.write(clearLine);
    isStatusShown = false;
  };
  return {
    isWatched,
    print: (text) => {
      clearStatus();
      stdout.write(`${text}\n`);
    },
    note: (text) => {
      clearStatus();
      stderr.write(`${text}\n`);
    },
    status: (text) => {
      if (!isWatched) return;
      // A line that wraps could not be rewritten.
      stderr.write(clearLine + text.slice(0, Math.max(20, stderr.columns - 1)));
      isStatusShown = text !== '';
    },
    paint: (style, text) => (hasColours ? styleText(style, text, { validateStream: false }) : text),
  };
}
