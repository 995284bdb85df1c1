import { resolve } from 'node:path';
import { execInSandbox } from '../../sandbox/exec-in-sandbox.ts';
import type { CliContext } from '../cli-context.ts';
import { abortable } from '../interrupts.ts';
import { reportFailure } from '../output/report-failure.ts';

/** `sandbox exec -- CMD...`: the exit status is the command's own, 128 and the number where a signal ended it. Ctrl-C kills it. */
export const sandboxExec = (
  context: CliContext,
  argv: readonly [string, ...string[]],
  shareDir: string | undefined,
): Promise<number> =>
  abortable(context.interrupts, async (signal) => {
    const { stdin, stdout, stderr } = process;
    const share = shareDir === undefined ? {} : { shareDir: resolve(shareDir) };
    const status = await execInSandbox(context.sandboxDir, { argv, ...share, stdin, stdout, stderr, signal });
    return status.ok ? status.value : reportFailure(context, status.error);
  });
