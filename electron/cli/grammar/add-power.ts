import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addPower(program: Command, run: RunCommand): void {
  program
    .command('start <vm>')
    .description(cliText.commands.start)
    .option('--disposable', cliText.options.disposable)
    .action((vm: string, { disposable }: { disposable?: true }) =>
      run(async (context) => {
        const { powerVm, startDisposable } = await import('../commands/power-vm.ts');
        return disposable === true ? startDisposable(context, vm) : powerVm(context, vm, 'start');
      }),
    );
  program
    .command('xen-disks <vm>')
    .description(cliText.commands.xenDisks)
    .action((vm: string) => run(async (context) => (await import('../commands/xen-disks.ts')).xenDisks(context, vm)));
  for (const act of ['stop', 'kill', 'pause', 'unpause', 'prepare', 'release'] as const) {
    program
      .command(`${act} <vm>`)
      .description(cliText.commands[act])
      .action((vm: string) =>
        run(async (context) => (await import('../commands/power-vm.ts')).powerVm(context, vm, act)),
      );
  }
}
