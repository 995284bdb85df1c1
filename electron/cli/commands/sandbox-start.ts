import { cliText } from '#shared/text/cli-text.ts';
import { ensureSandboxRunning } from '../../sandbox/ensure-sandbox-running.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { abortable } from '../interrupts.ts';
import { reportFailure } from '../output/report-failure.ts';

/** `sandbox start`: runs until `sandbox stop`, also when it had been started for one command only. */
export const sandboxStart = (context: CliContext): Promise<number> =>
  abortable(context.interrupts, async (signal) => {
    const started = await ensureSandboxRunning(context.sandboxDir, { lifetime: 'explicit', signal });
    if (!started.ok) return reportFailure(context, started.error);
    if (!context.isJson) context.terminal.print(cliText.sandbox.started(context.sandboxDir));
    return exitCode.done;
  });
