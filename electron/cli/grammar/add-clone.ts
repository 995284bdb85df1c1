import { Option, type Command } from 'commander';
import { storageTypes } from '#shared/domain/volume.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { CloneOptions } from '../commands/clone-vm.ts';
import { quietContext } from '../quiet-context.ts';
import type { RunCommand } from '../run-command.ts';

export function addClone(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const command = () => import('../commands/clone-vm.ts');
  program
    .command('clone <vm> <name>')
    .description(commands.clone)
    .addOption(new Option('--to <storage>', options.cloneTo).choices(storageTypes))
    .option('--pool <name>', options.clonePool)
    .option('--committed', options.committed)
    .option('--dry-run', options.dryRun)
    .action((vm: string, name: string, given: CloneOptions) =>
      run(async (context) => (await command()).cloneVm(context, vm, name, given)),
    );
  program
    .command('qvm-clone <vm> <name>')
    .description(commands.qvmClone)
    .option('-q, --quiet', options.quiet)
    .option('--force-root', options.forceRoot)
    .action((vm: string, name: string, { quiet }: { quiet?: true }) =>
      run(async (context) => (await command()).cloneVm(quiet === true ? quietContext(context) : context, vm, name, {})),
    );
}
