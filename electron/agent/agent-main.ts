import { hostname } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { agentContract } from '#shared/contract/agent-contract.ts';
import { defectReporter, openAgentLog } from './agent-log.ts';
import { holdAgentLock } from './agent-lock.ts';
import { readAgentOptions } from './agent-options.ts';
import { runChecks } from './checks/run-checks.ts';
import { createCommandRunner } from './exec/command-runner.ts';
import type { Hypervisor } from './hypervisor/hypervisor.ts';
import { SandboxGuests } from './hypervisor/sandbox-guests/sandbox-guests.ts';
import { XlHypervisor } from './hypervisor/xl/xl-hypervisor.ts';
import { InventoryWatch } from './inventory/inventory-watch.ts';
import { lookAround } from './inventory/look-around.ts';
import { newJobId, recordCommands, timestampNow } from './job-parts.ts';
import { openJobJournal } from './jobs/job-journal.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { cloneOperation } from './operations/clone.ts';
import { freeKeptOperation } from './operations/free-kept.ts';
import { migrateOperation } from './operations/migrate.ts';
import type { OperationPorts } from './operations/plan-draft.ts';
import { Planner } from './operations/planner.ts';
import { setAutostartOperation } from './operations/set-autostart.ts';
import { VmPower } from './operations/vm-power.ts';
import { Core2Folders } from './qubes/core2/core2-folders.ts';
import { QubesXmlRegistry } from './qubes/core2/qubes-xml-registry.ts';
import { savefileInUse } from './qubes/core2/dvm-savefile.ts';
import { agentHandlers } from './server/agent-handlers.ts';
import { AgentServer } from './server/agent-server.ts';
import { createDispatch } from './server/dispatch.ts';
import { FileChecks } from './storage/file/file-checks.ts';
import { FileSessions } from './storage/file/file-sessions.ts';
import { FileStorage } from './storage/file/file-storage.ts';
import { autoextendThresholdFraction } from './storage/lvm/autoextend-threshold.ts';
import { LvmChecks } from './storage/lvm/lvm-checks.ts';
import { LvmSessions } from './storage/lvm/lvm-sessions.ts';
import { LvmStorage } from './storage/lvm/lvm-storage.ts';
import { AutostartLinks } from './systemd/autostart-links.ts';

/** Picks the parts and puts them together; nothing else. */
const lookIntervalMs = 30_000;

const options = readAgentOptions(process.argv.slice(2));
// Two agents would write one journal. The other one answers: this one was started a moment too late.
if (!holdAgentLock(options.stateDir)) process.exit(0);
const log = openAgentLog(options.stateDir);
const onDefect = defectReporter(log);
process.on('unhandledRejection', onDefect);

const runner = createCommandRunner((command) => log.info(command, 'command'));
const registry = new QubesXmlRegistry(options.registryPath);
const storage = {
  file: new FileStorage(options.qubesDir),
  lvm: new LvmStorage(runner, await autoextendThresholdFraction(runner)),
};
const hypervisor: Hypervisor =
  options.hypervisor === 'xl'
    ? new XlHypervisor(runner)
    : new SandboxGuests({
        runner,
        stateDir: options.guestsDir,
        node: process.execPath,
        guestScript: join(import.meta.dirname, 'guest.mjs'),
      });

const links = new AutostartLinks(options.autostartDir);

const inventory = new InventoryWatch({
  look: () => lookAround({ registry, storage, hypervisor, autostartLinks: () => links.list(), now: timestampNow }),
  onChanged: (change) => server.broadcast('inventory.changed', change),
  intervalMs: lookIntervalMs,
});
const ports: OperationPorts = {
  registry,
  folders: new Core2Folders(),
  storage,
  hypervisor,
  savefileInUse: (vmDir) => savefileInUse(options.qubesDir, vmDir),
};
const planner: Planner = new Planner({
  operations: {
    migrate: migrateOperation(ports),
    clone: cloneOperation(ports),
    'free-kept': freeKeptOperation(ports),
    'set-autostart': setAutostartOperation({ registry, links }),
  },
  look: () => inventory.look(),
  jobs: () => jobs.list(),
});
const jobs = new JobRunner({
  journal: openJobJournal(join(options.stateDir, 'jobs')),
  stepsOf: (plan) => planner.steps(plan),
  newJobId,
  now: timestampNow,
  recordCommands,
  onDefect,
  onChanged: (job) => {
    server.broadcast('job.changed', job);
    if (job.state === 'succeeded' || job.state === 'failed' || job.state === 'cancelled') void inventory.look();
  },
});

const checks = () =>
  runChecks({
    registry,
    hypervisor,
    storage: { file: new FileChecks(options.qubesDir), lvm: new LvmChecks(runner) },
    autostartLinks: () => links.list(),
    jobs: () => jobs.list(),
    now: timestampNow,
  });

const sessions = { file: new FileSessions(), lvm: new LvmSessions(runner) };
const power = new VmPower({ sessions, hypervisor, look: () => inventory.look(), jobs: () => jobs.list() });

const info = { version: packageJson.version, hostName: hostname(), processId: process.pid };
const handlers = agentHandlers({ info, inventory, checks, planner, jobs, power, sequence: () => server.sequence });
let stopWatching: (() => void) | undefined;
const server: AgentServer = new AgentServer(createDispatch(agentContract, handlers, onDefect), (clients) => {
  stopWatching?.();
  stopWatching = clients > 0 ? inventory.watch() : undefined;
});
await server.listen(options.socketPath);
log.info({ ...info, options }, 'listening');
