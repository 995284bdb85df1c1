import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addMigration(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  program
    .command('migrate <vm...>')
    .description(commands.migrate)
    .requiredOption('--to <storage>', options.to)
    .option('--pool <name>', options.pool)
    .option('--in-place', options.inPlace)
    .option('--restart', options.restart)
    .option('--dry-run', options.dryRun)
    .action((vms: string[], given: { to: string; pool?: string; inPlace?: true; restart?: true; dryRun?: true }) =>
      run(async (context) => (await import('../commands/migrate.ts')).migrateVms(context, vms, given)),
    );
  program
    .command('qvm-to-lvm <vm>')
    .description(commands.qvmToLvm)
    .action((vm: string) =>
      run(async (context) => (await import('../commands/migrate.ts')).migrateVms(context, [vm], { to: 'lvm' })),
    );
}
