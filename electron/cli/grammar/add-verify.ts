import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addVerify(program: Command, run: RunCommand): void {
  program
    .command('verify [vm]')
    .description(cliText.commands.verify)
    .action((vm: string | undefined) =>
      run(async (context) => (await import('../commands/verify.ts')).verify(context, vm)),
    );
}
