import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addPolicy(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  program
    .command('policy')
    .description(commands.policy)
    .requiredOption('--print', options.print)
    .option('--read-only', options.readOnly)
    .option('--qube <name>', options.qube)
    .action(({ qube, readOnly }: { qube?: string; readOnly?: true }) =>
      run(async (context) =>
        (await import('../commands/print-policy.ts')).printPolicy(context, { qube, isReadOnly: readOnly === true }),
      ),
    );
}
