import type { VmName } from '#shared/domain/ids.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { withAgent } from '../with-agent.ts';

/** `start VM` and `stop VM`: its storage and its guest. */
export const powerVm = (context: CliContext, name: string, act: 'start' | 'stop'): Promise<number> =>
  withAgent(context, async (agent) => {
    // The agent knows which names there are.
    const answer = await agent.request(`vm.${act}`, { vm: name as VmName });
    if (!answer.ok) return reportFailure(context, answer.error);
    if (context.isJson) printJson(context.terminal, { vm: name, outcome: act === 'start' ? 'running' : 'halted' });
    else context.terminal.print(act === 'start' ? cliText.started(name) : cliText.stopped(name));
    return exitCode.done;
  });
