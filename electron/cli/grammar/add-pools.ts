import { InvalidArgumentError, Option, type Command } from 'commander';
import { poolUses, type PoolUse } from '#shared/domain/pool.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { poolCommandsText } from '#shared/text/pool-commands-text.ts';
import type { RunCommand } from '../run-command.ts';

interface AddOptions {
  readonly driver: string;
  readonly option?: Readonly<Record<string, string>>;
  readonly dryRun?: true;
}

export function addPools(program: Command, run: RunCommand): void {
  const { options, commands } = poolCommandsText;
  const { dryRun } = cliText.options;
  const pools = program.command('pools').description(cliText.commands.pools);
  pools
    .command('ls', { isDefault: true })
    .description(cliText.commands.pools)
    .action(() => run(async (context) => (await import('../commands/list-pools.ts')).listPools(context)));
  const change = () => import('../commands/change-pools.ts');
  pools
    .command('add <pool>')
    .description(commands.add)
    .requiredOption('--driver <driver>', options.driver)
    .option('--option <name=value>', options.option, parseOption)
    .option('--dry-run', dryRun)
    .action((name: string, { driver, option = {}, ...given }: AddOptions) =>
      run(async (context) =>
        (await change()).addPool(context, { name, driver, options: option }, given.dryRun === true),
      ),
    );
  pools
    .command('remove <pool>')
    .description(commands.remove)
    .option('--dry-run', dryRun)
    .action((name: string, given: { dryRun?: true }) =>
      run(async (context) => (await change()).removePool(context, name, given.dryRun === true)),
    );
  pools
    .command('default [pool]')
    .description(commands.default)
    .addOption(new Option('--for <volumes>', options.for).choices(poolUses).default('all'))
    .option('--dry-run', dryRun)
    .action((name: string | undefined, given: { for: PoolUse; dryRun?: true }) =>
      run(async (context) => (await change()).setDefaultPool(context, given.for, name, given.dryRun === true)),
    );
}

function parseOption(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(poolCommandsText.notAnOption);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
