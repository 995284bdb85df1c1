import type { VmName } from '#shared/domain/ids.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { withAgent } from '../with-agent.ts';

/** `xen-disks VM`: what goes between the brackets of `disk = [ ]`. */
export const xenDisks = (context: CliContext, name: string): Promise<number> =>
  withAgent(context, async (agent) => {
    const answer = await agent.request('vm.disks', { vm: name as VmName });
    if (!answer.ok) return reportFailure(context, answer.error);
    const { entries } = answer.value;
    if (context.isJson) printJson(context.terminal, { vm: name, entries });
    else for (const entry of entries) context.terminal.print(`'${entry}',`);
    return exitCode.done;
  });
