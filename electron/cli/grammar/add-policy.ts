import { type Command, Option } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import { policyText } from '#shared/text/policy-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addPolicy(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  program
    .command('policy')
    .description(commands.policy)
    .addOption(new Option('--print', options.print).conflicts('check'))
    .option('--check', options.check)
    .option('--read-only', options.readOnly)
    .option('--qube <name>', options.qube)
    .action((given: { qube?: string; readOnly?: true; print?: true; check?: true }, command: Command) => {
      const { qube, readOnly, print, check } = given;
      if (print === undefined && check === undefined) command.error(policyText.printOrCheck);
      return run(async (context) =>
        check === true
          ? (await import('../commands/check-policy.ts')).checkPolicy(context, qube)
          : (await import('../commands/print-policy.ts')).printPolicy(context, { qube, isReadOnly: readOnly === true }),
      );
    });
}
