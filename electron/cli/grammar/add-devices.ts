import { Option, type Command } from 'commander';
import { assignmentModes } from '#shared/domain/device.ts';
import { assignmentText } from '#shared/text/assignment-text.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { AssignOptions } from '../commands/assign-device.ts';
import type { AttachOptions } from '../commands/attach-device.ts';
import type { RunCommand } from '../run-command.ts';

export function addDevices(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  program
    .command('devices')
    .description(commands.devices)
    .option('--all', options.allDevices)
    .action(({ all }: { all?: true }) =>
      run(async (context) => (await import('../commands/list-devices.ts')).listDevices(context, all === true)),
    );
  program
    .command('attach <vm> <device>')
    .description(commands.attach)
    .option('--ro', options.attachReadOnly)
    .option('--frontend <xvdX>', options.frontend)
    .option('--identity <identity>', options.identity)
    .action((vm: string, device: string, given: AttachOptions) =>
      run(async (context) => (await import('../commands/attach-device.ts')).attachDevice(context, vm, device, given)),
    );
  program
    .command('detach <vm> <device>')
    .description(commands.detach)
    .action((vm: string, device: string) =>
      run(async (context) => (await import('../commands/detach-device.ts')).detachDevice(context, vm, device)),
    );
  addAssignments(program, run);
  addQvmBlock(program, run);
}

function addAssignments(program: Command, run: RunCommand): void {
  const { options, commands } = assignmentText;
  const load = () => import('../commands/assign-device.ts');
  program
    .command('assign <vm> <device>')
    .description(commands.assign)
    .addOption(new Option('--mode <mode>', options.mode).choices(assignmentModes))
    .option('--ro', cliText.options.attachReadOnly)
    .option('--frontend <xvdX>', cliText.options.frontend)
    .option('--identity <identity>', cliText.options.identity)
    .action((vm: string, device: string, given: AssignOptions) =>
      run(async (context) => (await load()).assignDevice(context, vm, device, given)),
    );
  program
    .command('unassign <vm> <device>')
    .description(commands.unassign)
    .action((vm: string, device: string) => run(async (context) => (await load()).unassignDevice(context, vm, device)));
}

interface QvmBlockOptions extends AttachOptions {
  readonly list?: true;
  readonly attach?: true;
  readonly detach?: true;
  readonly showSystemDisks?: true;
}

/** The original's options. What is attached elsewhere is never detached there first, as its `--no-auto-detach` asks for. */
function addQvmBlock(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const command = program
    .command('qvm-block [args...]')
    .usage('-l | -a VM dom0:DEVICE | -d dom0:DEVICE | -d VM')
    .description(commands.qvmBlock)
    .option('-l, --list', commands.devices)
    .option('-a, --attach', commands.attach)
    .option('-d, --detach', commands.detach)
    .option('-f, --frontend <xvdX>', options.frontend)
    .option('--ro', options.attachReadOnly)
    .option('--no-auto-detach', options.noAutoDetach)
    .option('--show-system-disks', options.allDevices)
    .action((args: string[], given: QvmBlockOptions) => {
      const [first = '', second = '', ...rest] = args;
      const modes = [given.list, given.attach, given.detach].filter((mode) => mode === true).length;
      const wanted = given.attach === true ? 2 : given.detach === true ? 1 : 0;
      if (modes > 1 || args.length !== wanted || rest.length > 0) command.error(`usage: ${command.usage()}`);
      return run(async (context) => {
        if (given.attach === true) {
          return (await import('../commands/attach-device.ts')).attachDevice(context, first, second, given);
        }
        const { qvmBlockDetach, qvmBlockList } = await import('../commands/qvm-block.ts');
        if (given.detach === true) return qvmBlockDetach(context, first);
        return qvmBlockList(context, given.showSystemDisks === true);
      });
    });
}
