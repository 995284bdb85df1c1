import { basename } from 'node:path';
import { createContext } from './create-context.ts';
import { runCli } from './run-cli.ts';

/** A reader that has seen enough, such as `head`, ends the printing; there is nothing to complain about. */
function tolerateClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

const [, script = '', ...words] = process.argv;
// Installed under the names of the original's tools too: the name is then the command.
const name = basename(script);
const args = name.startsWith('qvm-') ? [name, ...words] : words;

process.stdout.on('error', tolerateClosedPipe);
process.stderr.on('error', tolerateClosedPipe);
// Set, not exited with: what was printed must reach its reader first.
process.exitCode = await runCli(args, createContext);
