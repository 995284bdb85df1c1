import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { SystemKind } from '#shared/domain/system.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { version } from '../../package.json';
import type { CliContext } from './cli-context.ts';

export interface GlobalOptions {
  readonly system?: SystemKind;
  readonly sandbox?: string;
  readonly json?: true;
}

/** Does a command's work with what the global options ask for; `system` is for commands that have no choice. */
export type RunCommand = (work: (context: CliContext) => Promise<number>, system?: SystemKind) => Promise<void>;

/** The grammar of the command line. A command's code is loaded when it is run: `--help` needs none of it. */
export function createProgram(run: RunCommand): Command {
  const { options, commands } = cliText;
  const systems: readonly SystemKind[] = ['sandbox', 'dom0'];
  const program = new Command('qubes-storage')
    .description(cliText.description)
    .version(version)
    .addOption(new Option('--system <system>', options.system).choices(systems))
    .option('--sandbox <dir>', options.sandbox)
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
  program
    .command('pools')
    .description(commands.pools)
    .action(() => run(async (context) => (await import('./commands/list-pools.ts')).listPools(context)));
  addMigration(program, run);
  addSettings(program, run);
  addKept(program, run);
  addClone(program, run);
  addPower(program, run);
  addJobs(program, run);
  addSandbox(program, run);
  program
    .command('demo')
    .description(commands.demo)
    .action(() => run(async (context) => (await import('./commands/demo.ts')).demo(context), 'sandbox'));
  return program;
}

function addPower(program: Command, run: RunCommand): void {
  for (const act of ['start', 'stop'] as const) {
    program
      .command(`${act} <vm>`)
      .description(cliText.commands[act])
      .action((vm: string) =>
        run(async (context) => (await import('./commands/power-vm.ts')).powerVm(context, vm, act)),
      );
  }
}

function addMigration(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const targets: readonly StorageType[] = ['lvm'];
  program
    .command('migrate <vm...>')
    .description(commands.migrate)
    .addOption(new Option('--to <storage>', options.to).choices(targets).makeOptionMandatory())
    .option('--pool <name>', options.pool)
    .option('--dry-run', options.dryRun)
    .action((vms: string[], given: { to: StorageType; pool?: string; dryRun?: true }) =>
      run(async (context) => (await import('./commands/migrate.ts')).migrateVms(context, vms, given)),
    );
  program
    .command('qvm-to-lvm <vm>')
    .description(commands.qvmToLvm)
    .action((vm: string) =>
      run(async (context) => (await import('./commands/migrate.ts')).migrateVms(context, [vm], { to: 'lvm' })),
    );
}

function addSettings(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const setting = new Argument('<setting>', options.setting).argParser((given: string) => {
    if (/^autostart=(on|off)$/.test(given)) return given;
    throw new InvalidArgumentError(options.setting);
  });
  program
    .command('set <vm>')
    .addArgument(setting)
    .description(commands.set)
    .option('--dry-run', options.dryRun)
    .action((vm: string, given: string, { dryRun }: { dryRun?: true }) =>
      run(async (context) => (await import('./commands/set-vm.ts')).setVm(context, vm, given, dryRun === true)),
    );
}

function addKept(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const kept = program.command('kept').description(commands.kept);
  kept
    .command('ls')
    .description(commands.keptLs)
    .action(() => run(async (context) => (await import('./commands/kept.ts')).listKept(context)));
  kept
    .command('free <vm>')
    .description(commands.keptFree)
    .option('--yes', options.sure)
    .option('--dry-run', options.dryRun)
    .action((vm: string, { yes, dryRun }: { yes?: true; dryRun?: true }) =>
      run(async (context) => {
        const { freeKept } = await import('./commands/kept.ts');
        return freeKept(context, vm, { isSure: yes === true, isDryRun: dryRun === true });
      }),
    );
}

function addClone(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const command = () => import('./commands/clone-vm.ts');
  program
    .command('clone <vm> <name>')
    .description(commands.clone)
    .option('--dry-run', options.dryRun)
    .action((vm: string, name: string, given: { dryRun?: true }) =>
      run(async (context) => (await command()).cloneVm(context, vm, name, given.dryRun === true)),
    );
  program
    .command('qvm-clone <vm> <name>')
    .description(commands.qvmClone)
    .action((vm: string, name: string) => run(async (context) => (await command()).cloneVm(context, vm, name, false)));
}

function addJobs(program: Command, run: RunCommand): void {
  const { commands } = cliText;
  const jobs = program
    .command('jobs')
    .description(commands.jobs)
    .action(() => run(async (context) => (await import('./commands/list-jobs.ts')).listJobs(context)));
  const control = () => import('./commands/control-job.ts');
  jobs
    .command('cancel <id>')
    .description(commands.jobsCancel)
    .action((id: string) => run(async (context) => (await control()).cancelJob(context, id)));
  jobs
    .command('resume <id>')
    .description(commands.jobsResume)
    .action((id: string) => run(async (context) => (await control()).resumeJob(context, id)));
  jobs
    .command('discard <id>')
    .description(commands.jobsDiscard)
    .action((id: string) => run(async (context) => (await control()).discardJob(context, id)));
}

function addSandbox(program: Command, run: RunCommand): void {
  const { options, commands } = cliText;
  const sandbox = program.command('sandbox').description(commands.sandbox);
  sandbox
    .command('create')
    .description(commands.sandboxCreate)
    .option('--from <tree>', options.from)
    .action(({ from }: { from?: string }) =>
      run(async (context) => (await import('./commands/sandbox-create.ts')).sandboxCreate(context, from)),
    );
  sandbox
    .command('start')
    .description(commands.sandboxStart)
    .action(() => run(async (context) => (await import('./commands/sandbox-start.ts')).sandboxStart(context)));
  sandbox
    .command('stop')
    .description(commands.sandboxStop)
    .option('--force', options.force)
    .action(({ force }: { force?: true }) =>
      run(async (context) => (await import('./commands/sandbox-stop.ts')).sandboxStop(context, force === true)),
    );
  sandbox
    .command('status')
    .description(commands.sandboxStatus)
    .action(() => run(async (context) => (await import('./commands/sandbox-status.ts')).showSandboxStatus(context)));
  sandbox
    .command('destroy')
    .description(commands.sandboxDestroy)
    .option('--force', options.force)
    .action(({ force }: { force?: true }) =>
      run(async (context) => (await import('./commands/sandbox-destroy.ts')).sandboxDestroy(context, force === true)),
    );
  sandbox
    .command('exec <command...>')
    .usage('[--share <hostdir>] -- <command...>')
    .description(commands.sandboxExec)
    .option('--share <hostdir>', options.share)
    .action(([name = '', ...rest]: string[], { share }: { share?: string }) =>
      run(async (context) => (await import('./commands/sandbox-exec.ts')).sandboxExec(context, [name, ...rest], share)),
    );
}
