import { cliText } from '#shared/text/cli-text.ts';
import { createSandbox } from '../../sandbox/create-sandbox.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { abortable } from '../interrupts.ts';
import { reportFailure } from '../output/report-failure.ts';

/** `sandbox create`. Ctrl-C takes back what was made so far. */
export const sandboxCreate = (context: CliContext, from: string | undefined): Promise<number> =>
  abortable(context.interrupts, async (signal) => {
    const { terminal, sandboxDir } = context;
    const created = await createSandbox(sandboxDir, { from, onProgress: (stage) => terminal.status(stage), signal });
    terminal.status('');
    if (!created.ok) return reportFailure(context, created.error);
    if (!context.isJson) terminal.print(cliText.sandbox.created(sandboxDir));
    return exitCode.done;
  });
