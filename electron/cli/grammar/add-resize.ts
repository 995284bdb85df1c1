import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { Bytes } from '#shared/base/bytes.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { readSize } from '../read-size.ts';
import type { RunCommand } from '../run-command.ts';

type Role = ActionOf<'resize'>['role'];

export function addResize(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const roles: readonly Role[] = ['root', 'private'];
  const size = () =>
    new Argument('<size>', options.size).argParser((given: string): Bytes => {
      const read = readSize(given);
      if (read !== null) return read;
      throw new InvalidArgumentError(options.size);
    });
  const resize = (vm: string, role: Role, sizeBytes: Bytes, isDryRun: boolean): Promise<void> =>
    run(async (context) => {
      const { resizeVm } = await import('../commands/resize-vm.ts');
      return resizeVm(context, vm, role, sizeBytes, isDryRun);
    });
  program
    .command('resize <vm>')
    .addArgument(new Argument('<volume>').choices(roles))
    .addArgument(size())
    .description(commands.resize)
    .option('--dry-run', options.dryRun)
    .action((vm: string, role: Role, sizeBytes: Bytes, given: { dryRun?: true }) =>
      resize(vm, role, sizeBytes, given.dryRun === true),
    );
  for (const role of roles) {
    program
      .command(`qvm-grow-${role} <vm>`)
      .addArgument(size())
      .description(commands.qvmGrow(role))
      .action((vm: string, sizeBytes: Bytes) => resize(vm, role, sizeBytes, false));
  }
}
