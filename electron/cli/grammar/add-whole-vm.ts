import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import { quietContext } from '../quiet-context.ts';
import type { RunCommand } from '../run-command.ts';

/** What is done to a VM as a whole. */
export function addWholeVm(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  program
    .command('rename <vm> <name>')
    .description(commands.rename)
    .option('--dry-run', options.dryRun)
    .action((vm: string, name: string, { dryRun }: { dryRun?: true }) =>
      run(async (context) => (await import('../commands/rename-vm.ts')).renameVm(context, vm, name, dryRun === true)),
    );
  const remove = () => import('../commands/remove-vm.ts');
  program
    .command('remove <vm>')
    .description(commands.remove)
    .option('--yes', options.sure)
    .option('--just-db', options.keepFiles)
    .option('--dry-run', options.dryRun)
    .action((vm: string, given: { yes?: true; justDb?: true; dryRun?: true }) =>
      run(async (context) => {
        const confirmation = { isDryRun: given.dryRun === true, isSure: given.yes === true };
        return (await remove()).removeVm(context, vm, given.justDb === true, confirmation);
      }),
    );
  program
    .command('qvm-remove <vm>')
    .description(commands.qvmRemove)
    .option('-q, --quiet', options.quiet)
    .option('--just-db', options.keepFiles)
    .option('--force-root', options.forceRoot)
    .action((vm: string, { quiet, justDb }: { quiet?: true; justDb?: true }) =>
      run(async (context) => {
        const confirmation = { isDryRun: false, isSure: true };
        const asked = quiet === true ? quietContext(context) : context;
        return (await remove()).removeVm(asked, vm, justDb === true, confirmation);
      }),
    );
}
