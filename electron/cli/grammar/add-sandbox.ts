import type { Command } from 'commander';
import { cliText } from '#shared/text/cli-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addSandbox(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const sandbox = program.command('sandbox').description(commands.sandbox);
  sandbox
    .command('create')
    .description(commands.sandboxCreate)
    .option('--from <tree>', options.from)
    .action(({ from }: { from?: string }) =>
      run(async (context) => (await import('../commands/sandbox-create.ts')).sandboxCreate(context, from)),
    );
  sandbox
    .command('start')
    .description(commands.sandboxStart)
    .action(() => run(async (context) => (await import('../commands/sandbox-start.ts')).sandboxStart(context)));
  sandbox
    .command('stop')
    .description(commands.sandboxStop)
    .option('--force', options.force)
    .action(({ force }: { force?: true }) =>
      run(async (context) => (await import('../commands/sandbox-stop.ts')).sandboxStop(context, force === true)),
    );
  sandbox
    .command('status')
    .description(commands.sandboxStatus)
    .action(() => run(async (context) => (await import('../commands/sandbox-status.ts')).showSandboxStatus(context)));
  sandbox
    .command('destroy')
    .description(commands.sandboxDestroy)
    .option('--force', options.force)
    .action(({ force }: { force?: true }) =>
      run(async (context) => (await import('../commands/sandbox-destroy.ts')).sandboxDestroy(context, force === true)),
    );
  sandbox
    .command('exec <command...>')
    .usage('[--share <hostdir>] -- <command...>')
    .description(commands.sandboxExec)
    .option('--share <hostdir>', options.share)
    .action(([name = '', ...rest]: string[], { share }: { share?: string }) =>
      run(async (context) =>
        (await import('../commands/sandbox-exec.ts')).sandboxExec(context, [name, ...rest], share),
      ),
    );
}
