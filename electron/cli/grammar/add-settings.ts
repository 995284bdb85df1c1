import { Argument, type Command, InvalidArgumentError } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addSettings(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const setting = new Argument('<setting>', options.setting).argParser((given: string) => {
    if (/^(autostart=(on|off)|storage=(lvm|file)|revisions=\d{1,2})$/.test(given)) return given;
    throw new InvalidArgumentError(options.setting);
  });
  program
    .command('set <vm>')
    .addArgument(setting)
    .description(commands.set)
    .option('--dry-run', options.dryRun)
    .action((vm: string, given: string, { dryRun }: { dryRun?: true }) =>
      run(async (context) => (await import('../commands/set-vm.ts')).setVm(context, vm, given, dryRun === true)),
    );
}
