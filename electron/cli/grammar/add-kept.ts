import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';
import type { Confirmation } from '../run-confirmed.ts';

export function addKept(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const command = () => import('../commands/kept.ts');
  const kept = program.command('kept').description(commands.kept);
  kept
    .command('ls')
    .description(commands.keptLs)
    .action(() => run(async (context) => (await command()).listKept(context)));
  kept
    .command('restore <vm>')
    .description(commands.keptRestore)
    .option('--yes', options.sureRestore)
    .option('--dry-run', options.dryRun)
    .action((vm: string, given: Given) =>
      run(async (context) => (await command()).restoreKept(context, vm, confirmation(given))),
    );
  kept
    .command('free <vm>')
    .description(commands.keptFree)
    .option('--yes', options.sure)
    .option('--dry-run', options.dryRun)
    .action((vm: string, given: Given) =>
      run(async (context) => (await command()).freeKept(context, vm, confirmation(given))),
    );
}

interface Given {
  readonly yes?: true;
  readonly dryRun?: true;
}

const confirmation = ({ yes, dryRun }: Given): Confirmation => ({ isSure: yes === true, isDryRun: dryRun === true });
