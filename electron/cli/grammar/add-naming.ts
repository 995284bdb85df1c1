import { Argument, type Command } from 'commander';
import { namingSchemes, type NamingScheme } from '#shared/domain/naming-scheme.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addNaming(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  program
    .command('names')
    .addArgument(new Argument('<scheme>', options.scheme).choices(namingSchemes))
    .description(commands.names)
    .option('--dry-run', options.dryRun)
    .action((scheme: NamingScheme, { dryRun }: { dryRun?: true }) =>
      run(async (context) => (await import('../commands/set-naming.ts')).setNaming(context, scheme, dryRun === true)),
    );
}
