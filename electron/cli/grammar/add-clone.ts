import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addClone(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const command = () => import('../commands/clone-vm.ts');
  program
    .command('clone <vm> <name>')
    .description(commands.clone)
    .option('--dry-run', options.dryRun)
    .action((vm: string, name: string, given: { dryRun?: true }) =>
      run(async (context) => (await command()).cloneVm(context, vm, name, given.dryRun === true)),
    );
  program
    .command('qvm-clone <vm> <name>')
    .description(commands.qvmClone)
    .action((vm: string, name: string) => run(async (context) => (await command()).cloneVm(context, vm, name, false)));
}
