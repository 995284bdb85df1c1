import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import { verifyText } from '#shared/text/verify-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addVerify(program: Command, run: RunCommand): void {
  const { options, commands: words } = cliText;
  const verify = program
    .command('verify [vm]')
    .description(words.verify)
    .option('--repair', options.repair)
    .option('--dry-run', options.dryRun)
    .action((vm: string | undefined, { repair, dryRun }: { repair?: true; dryRun?: true }) =>
      run(async (context) => {
        const commands = await import('../commands/verify.ts');
        if (repair !== true) return commands.verify(context, vm);
        return commands.repair(context, vm, { isDryRun: dryRun === true });
      }),
    );
  verify
    .command('adopt <id>')
    .description(verifyText.adopt)
    .option('--vm <name>', options.adopter)
    .option('--dry-run', options.dryRun)
    .action((id: string, { vm, dryRun }: { vm?: string; dryRun?: true }) =>
      run(async (context) =>
        (await import('../commands/act-on-finding.ts')).adoptFinding(context, id, vm, dryRun === true),
      ),
    );
  verify
    .command('remove <id>')
    .description(verifyText.remove)
    .option('--yes', options.sure)
    .option('--dry-run', options.dryRun)
    .action((id: string, { yes, dryRun }: { yes?: true; dryRun?: true }) =>
      run(async (context) => {
        const { removeFinding } = await import('../commands/act-on-finding.ts');
        return removeFinding(context, id, { isSure: yes === true, isDryRun: dryRun === true });
      }),
    );
}
