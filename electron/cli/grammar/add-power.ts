import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addPower(program: Command, run: RunCommand): void {
  for (const act of ['start', 'stop'] as const) {
    program
      .command(`${act} <vm>`)
      .description(cliText.commands[act])
      .action((vm: string) =>
        run(async (context) => (await import('../commands/power-vm.ts')).powerVm(context, vm, act)),
      );
  }
}
