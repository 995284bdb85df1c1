import type { Failure } from '#shared/domain/failure.ts';
import { failureText } from '#shared/text/failure-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCodeOf } from '../exit-code.ts';

type Reporting = Pick<CliContext, 'terminal' | 'isJson'>;

/** Tells a failure on stderr, for a person or for a program; `about` is the VM where a command has several. Returns the exit code. */
export function reportFailure({ terminal, isJson }: Reporting, failure: Failure, about?: string): number {
  const message = failureText(failure);
  if (isJson) {
    terminal.note(JSON.stringify({ error: failure, message, ...(about === undefined ? {} : { vm: about }) }));
  } else {
    const subject = about ?? 'qubes-storage';
    for (const line of message.split('\n')) terminal.note(`${subject}: ${line}`);
  }
  return exitCodeOf(failure);
}
