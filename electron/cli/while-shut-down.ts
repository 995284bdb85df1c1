import type { VmName } from '#shared/domain/ids.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from './cli-context.ts';
import { gravestOf } from './exit-code.ts';
import { reportFailure } from './output/report-failure.ts';
import type { AgentSession } from './with-agent.ts';

/**
 * Shuts down those of the VMs that run, acts, and starts them again, however the act has ended. A VM that does not shut down is
 * told of, and nothing is done. If everything stops in between they stay off, and their jobs can be resumed.
 */
export async function whileShutDown(
  context: CliContext,
  { agent, snapshot }: AgentSession,
  names: readonly string[],
  act: () => Promise<number>,
): Promise<number> {
  const running = snapshot.inventory.vms.filter(({ name, power }) => names.includes(name) && power === 'running');
  const stopped: VmName[] = [];
  const codes: number[] = [];
  const tell = (line: string): void => {
    if (!context.isJson) context.terminal.note(line);
  };
  for (const { name: vm } of running) {
    const answer = await agent.request('vm.stop', { vm });
    if (!answer.ok) {
      codes.push(reportFailure(context, answer.error, vm));
      break;
    }
    stopped.push(vm);
    tell(cliText.powered.stop(vm));
  }
  if (codes.length === 0) codes.push(await act());
  for (const vm of stopped) {
    const answer = await agent.request('vm.start', { vm });
    if (answer.ok) tell(cliText.powered.start(vm));
    else codes.push(reportFailure(context, answer.error, vm));
  }
  return gravestOf(codes);
}
