import { Readable } from 'node:stream';
import { sumBytes } from '#shared/base/bytes.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { createSandbox } from '../../sandbox/create-sandbox.ts';
import { execInSandbox } from '../../sandbox/exec-in-sandbox.ts';
import { sandboxStatus } from '../../sandbox/sandbox-status.ts';
import type { CliContext } from '../cli-context.ts';
import { demoVm } from '../demo-vm.ts';
import { exitCode } from '../exit-code.ts';
import { followJobs } from '../follow-jobs.ts';
import { abortable } from '../interrupts.ts';
import { jobProgressView } from '../output/job-progress-view.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportFollowedJob } from '../output/report-job.ts';
import { startJob } from '../start-job.ts';
import { watchJobs } from '../watch-jobs.ts';
import { withSession, type AgentSession } from '../with-agent.ts';
import { poolTable } from './list-pools.ts';
import { vmTable } from './list-vms.ts';

/** What the demo does besides speaking to the agent. */
export interface DemoMachine {
  readonly create: (context: CliContext) => Promise<Result<void, Failure>>;
  /** Runs a program in the box; its exit status. */
  readonly exec: (context: CliContext, argv: readonly [string, ...string[]]) => Promise<Result<number, Failure>>;
}

/** `demo`: the main job in the sandbox from beginning to end, for somebody who watches. Each run takes the next VM. */
export async function demo(context: CliContext, machine: DemoMachine = sandboxMachine): Promise<number> {
  const created = await machine.create(context);
  if (!created.ok) return reportFailure(context, created.error);
  return withSession(context, async (session) => {
    const { inventory, jobs } = session.snapshot;
    tell(context, cliText.demo.before, inventoryLines(context, inventory));
    const vm = demoVm(inventory, jobs);
    if (vm === undefined) {
      context.terminal.print(cliText.demo.nothingLeft(context.commandLine(['sandbox', 'destroy'])));
      return exitCode.done;
    }
    return migrateAndProve(context, session, vm, machine);
  });
}

async function migrateAndProve(
  context: CliContext,
  { agent, snapshot }: AgentSession,
  vm: Vm,
  machine: DemoMachine,
): Promise<number> {
  tell(context, cliText.demo.migrating(vm.name), []);
  const watch = watchJobs(agent, jobProgressView(context));
  const job = await startJob(agent, { kind: 'migrate', vm: vm.name, to: 'lvm' });
  if (!job.ok) return reportFailure(context, job.error, vm.name);
  const [followed] = await followJobs(context, agent, watch, [job.value]);
  const code = followed === undefined ? exitCode.failed : reportFollowedJob(context, followed);
  if (code !== exitCode.done) return code;

  const after = await agent.request('inventory.get', {});
  if (!after.ok) return reportFailure(context, after.error);
  const only = (inventory: Inventory) => ({ ...inventory, vms: inventory.vms.filter(({ name }) => name === vm.name) });
  tell(context, cliText.demo.was, inventoryLines(context, only(snapshot.inventory)));
  tell(context, cliText.demo.is, inventoryLines(context, only(after.value)));
  return proveEqual(context, job.value.plan.volumes, machine);
}

/** Compares every byte of the images with the volumes that took their place, by a program that is not ours. */
async function proveEqual(
  context: CliContext,
  volumes: readonly PlannedVolume[],
  machine: DemoMachine,
): Promise<number> {
  tell(context, cliText.demo.proving(sumBytes(volumes.map(({ sizeBytes }) => sizeBytes))), []);
  for (const { sourcePath, targetPath, sizeBytes } of volumes) {
    const argv = ['cmp', '-n', String(sizeBytes), sourcePath, targetPath] as const;
    context.terminal.status(argv.join(' '));
    const status = await machine.exec(context, argv);
    if (!status.ok) return reportFailure(context, status.error);
    context.terminal.print(`  ${argv.join(' ')}  ${cliText.demo.verdict(status.value === 0)}`);
    if (status.value !== 0) return exitCode.failed;
  }
  context.terminal.print(cliText.demo.goOn);
  return exitCode.done;
}

function tell({ terminal }: CliContext, heading: string, lines: readonly string[]): void {
  terminal.print(`\n${terminal.paint('bold', heading)}`);
  for (const line of lines) terminal.print(line === '' ? '' : `  ${line}`);
}

const inventoryLines = ({ terminal }: CliContext, inventory: Inventory): readonly string[] => [
  ...vmTable(terminal, inventory),
  '',
  ...poolTable(terminal, inventory),
];

const sandboxMachine: DemoMachine = {
  create: ({ terminal, sandboxDir, interrupts }) =>
    abortable(interrupts, async (signal) => {
      if ((await sandboxStatus(sandboxDir)).state !== 'absent') return done;
      terminal.print(cliText.demo.creating(sandboxDir));
      const created = await createSandbox(sandboxDir, { onProgress: (stage) => terminal.status(stage), signal });
      terminal.status('');
      return created.ok ? done : created;
    }),
  exec: ({ sandboxDir, interrupts }, argv) =>
    abortable(interrupts, (signal) => {
      const { stdout, stderr } = process;
      return execInSandbox(sandboxDir, { argv, stdin: Readable.from([]), stdout, stderr, signal });
    }),
};
