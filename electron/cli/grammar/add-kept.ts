import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addKept(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const kept = program.command('kept').description(commands.kept);
  kept
    .command('ls')
    .description(commands.keptLs)
    .action(() => run(async (context) => (await import('../commands/kept.ts')).listKept(context)));
  kept
    .command('free <vm>')
    .description(commands.keptFree)
    .option('--yes', options.sure)
    .option('--dry-run', options.dryRun)
    .action((vm: string, { yes, dryRun }: { yes?: true; dryRun?: true }) =>
      run(async (context) => {
        const { freeKept } = await import('../commands/kept.ts');
        return freeKept(context, vm, { isSure: yes === true, isDryRun: dryRun === true });
      }),
    );
}
