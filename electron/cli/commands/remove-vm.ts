import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from '../cli-context.ts';
import { runConfirmed, type Confirmation } from '../run-confirmed.ts';

/** `remove VM`. With `keepsFiles` it is only registered no more. */
export const removeVm = (
  context: CliContext,
  name: string,
  keepsFiles: boolean,
  confirmation: Confirmation,
): Promise<number> => {
  const words = ['remove', name, ...(keepsFiles ? ['--just-db'] : []), '--yes'];
  const hint = cliText.removeHint(context.commandLine(words));
  return runConfirmed(context, name, (vm) => ({ kind: 'remove', vm, keepsFiles }), confirmation, hint);
};
