import { Command, Option } from 'commander';
import type { SystemKind } from '#shared/domain/system.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { version } from '../../package.json';
import { addClone } from './grammar/add-clone.ts';
import { addCreate } from './grammar/add-create.ts';
import { addJobs } from './grammar/add-jobs.ts';
import { addKept } from './grammar/add-kept.ts';
import { addMigration } from './grammar/add-migration.ts';
import { addNaming } from './grammar/add-naming.ts';
import { addPolicy } from './grammar/add-policy.ts';
import { addPools } from './grammar/add-pools.ts';
import { addPower } from './grammar/add-power.ts';
import { addResize } from './grammar/add-resize.ts';
import { addRevisions } from './grammar/add-revisions.ts';
import { addSandbox } from './grammar/add-sandbox.ts';
import { addSettings } from './grammar/add-settings.ts';
import { addVerify } from './grammar/add-verify.ts';
import { addDevices } from './grammar/add-devices.ts';
import { addWholeVm } from './grammar/add-whole-vm.ts';
import type { RunCommand } from './run-command.ts';

export interface GlobalOptions {
  readonly system?: SystemKind;
  readonly sandbox?: string;
  readonly qubesdSocket?: string;
  readonly json?: true;
}

/** The grammar of the command line. A command's code is loaded when it is run: `--help` needs none of it. */
export function createProgram(run: RunCommand): Command {
  const { options, commands } = cliText;
  const systems: readonly SystemKind[] = ['sandbox', 'dom0', 'admin'];
  const program = new Command('qubes-storage')
    .description(cliText.description)
    .version(version)
    .addOption(new Option('--system <system>', options.system).choices(systems))
    .option('--sandbox <dir>', options.sandbox)
    .option('--qubesd-socket <path>', options.qubesdSocket)
    .option('--json', options.json)
    .addHelpText('after', `\n${cliText.exitCodes}`)
    .showHelpAfterError('(see --help)')
    .exitOverride();

  program
    .command('ls')
    .description(commands.ls)
    .action(() => run(async (context) => (await import('./commands/list-vms.ts')).listVms(context)));
  program
    .command('show <vm>')
    .description(commands.show)
    .action((vm: string) => run(async (context) => (await import('./commands/show-vm.ts')).showVm(context, vm)));
  addPools(program, run);
  addVerify(program, run);
  addMigration(program, run);
  addSettings(program, run);
  addKept(program, run);
  addCreate(program, run);
  addResize(program, run);
  addClone(program, run);
  addWholeVm(program, run);
  addNaming(program, run);
  addPower(program, run);
  addDevices(program, run);
  addRevisions(program, run);
  addJobs(program, run);
  addSandbox(program, run);
  addPolicy(program, run);
  program
    .command('demo')
    .description(commands.demo)
    .action(() => run(async (context) => (await import('./commands/demo.ts')).demo(context), 'sandbox'));
  return program;
}
