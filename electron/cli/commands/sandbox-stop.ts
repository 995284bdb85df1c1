import { cliText } from '#shared/text/cli-text.ts';
import { stopSandbox } from '../../sandbox/stop-sandbox.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { reportFailure } from '../output/report-failure.ts';

/** `sandbox stop`. A sandbox that does not run is what was asked for. */
export async function sandboxStop(context: CliContext, isForced: boolean): Promise<number> {
  const stopped = await stopSandbox(context.sandboxDir, { isForced });
  if (!stopped.ok) return reportFailure(context, stopped.error);
  if (!context.isJson) context.terminal.print(cliText.sandbox.stopped(context.sandboxDir));
  return exitCode.done;
}
