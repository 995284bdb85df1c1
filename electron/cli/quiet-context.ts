import type { CliContext } from './cli-context.ts';

/** For the original tools' `-q`: only what went wrong is told. */
export const quietContext = (context: CliContext): CliContext => ({
  ...context,
  // Somebody who watches is shown the status line, and nothing else on the way.
  terminal: { ...context.terminal, isWatched: true, print: () => undefined, status: () => undefined },
});
