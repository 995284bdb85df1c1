import { hostname } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { agentContract } from '#shared/contract/agent-contract.ts';
import { defectReporter, openAgentLog } from './agent-log.ts';
import { holdAgentLock } from './agent-lock.ts';
import { readAgentOptions } from './agent-options.ts';
import { createCommandRunner } from './exec/command-runner.ts';
import { newJobId, recordCommands, timestampNow } from './job-parts.ts';
import { openJobJournal } from './jobs/job-journal.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { agentHandlers } from './server/agent-handlers.ts';
import { AgentServer } from './server/agent-server.ts';
import { createDispatch } from './server/dispatch.ts';
import { adminSystem } from './systems/admin-system.ts';
import { core2System } from './systems/core2-system.ts';
import type { System, SystemContext } from './systems/system.ts';

/** Picks the parts and puts them together; nothing else. What differs from system to system is in `systems/`. */
const options = readAgentOptions(process.argv.slice(2));
// Two agents would write one journal. The other one answers: this one was started a moment too late.
if (!holdAgentLock(options.stateDir)) process.exit(0);
const log = openAgentLog(options.stateDir);
const onDefect = defectReporter(log);
process.on('unhandledRejection', onDefect);

const context: SystemContext = {
  runner: createCommandRunner((command) => log.info(command, 'command')),
  jobs: () => jobs.list(),
  onInventoryChanged: (change) => server.broadcast('inventory.changed', change),
};
const guestScript = join(import.meta.dirname, 'guest.mjs');
const system: System =
  options.system === 'admin' ? adminSystem(options, context) : await core2System({ ...options, guestScript }, context);

const jobs = new JobRunner({
  journal: openJobJournal(join(options.stateDir, 'jobs')),
  stepsOf: (plan) => system.planner.steps(plan),
  newJobId,
  now: timestampNow,
  recordCommands,
  onDefect,
  onChanged: (job) => {
    server.broadcast('job.changed', job);
    if (job.state === 'succeeded' || job.state === 'failed' || job.state === 'cancelled') void system.inventory.look();
  },
});

await system.recover();

const info = { version: packageJson.version, hostName: hostname(), processId: process.pid };
const handlers = agentHandlers({ ...system, info, jobs, sequence: () => server.sequence });
let stopWatching: (() => void) | undefined;
const server: AgentServer = new AgentServer(createDispatch(agentContract, handlers, onDefect), (clients) => {
  if (clients === 0) {
    stopWatching?.();
    stopWatching = undefined;
  } else stopWatching ??= system.inventory.watch();
});
await server.listen(options.socketPath);
log.info({ ...info, options }, 'listening');
