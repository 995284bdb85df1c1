import { cliText } from '#shared/text/cli-text.ts';
import { destroySandbox } from '../../sandbox/destroy-sandbox.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { reportFailure } from '../output/report-failure.ts';

/** `sandbox destroy`. */
export async function sandboxDestroy(context: CliContext, isForced: boolean): Promise<number> {
  const destroyed = await destroySandbox(context.sandboxDir, { isForced });
  if (!destroyed.ok) return reportFailure(context, destroyed.error);
  if (!context.isJson) context.terminal.print(cliText.sandbox.destroyed(context.sandboxDir));
  return exitCode.done;
}
