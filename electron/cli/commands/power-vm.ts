import type { VmName } from '#shared/domain/ids.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { withAgent } from '../with-agent.ts';

/** What `--json` says that the VM, or its storage, is afterwards. */
const outcomes = {
  start: 'running',
  stop: 'halted',
  kill: 'halted',
  pause: 'paused',
  unpause: 'running',
  prepare: 'prepared',
  release: 'released',
} as const;
export type PowerAct = keyof typeof outcomes;

/** `start VM` and the like: its storage and its guest, or one of the two. */
export const powerVm = (context: CliContext, name: string, act: PowerAct): Promise<number> =>
  withAgent(context, async (agent) => {
    // The agent knows which names there are.
    const answer = await agent.request(`vm.${act}`, { vm: name as VmName });
    if (!answer.ok) return reportFailure(context, answer.error);
    if (context.isJson) printJson(context.terminal, { vm: name, outcome: outcomes[act] });
    else context.terminal.print(cliText.powered[act](name));
    return exitCode.done;
  });

/** `start VM --disposable`: what runs afterwards has a name of its own. */
export const startDisposable = (context: CliContext, name: string): Promise<number> =>
  withAgent(context, async (agent) => {
    const answer = await agent.request('vm.startDisposable', { vm: name as VmName });
    if (!answer.ok) return reportFailure(context, answer.error);
    if (context.isJson) printJson(context.terminal, { vm: answer.value.vm, outcome: outcomes.start, from: name });
    else context.terminal.print(cliText.disposableStarted(answer.value.vm, name));
    return exitCode.done;
  });
