import PQueue from 'p-queue';
import { err, ok, type Result } from '#shared/base/result.ts';
import { agentProtocol, type AgentContract, type PlanAnswer } from '#shared/contract/agent-contract.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Fingerprint, VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { AgentInfo } from '#shared/domain/system.ts';
import { xenDiskEntry } from '../hypervisor/xen-disk-entry.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { System } from '../systems/system.ts';
import type { Handlers } from './dispatch.ts';

export interface AgentParts extends System {
  readonly info: AgentInfo;
  readonly jobs: JobRunner;
  /** The number of the last event that was sent. */
  readonly sequence: () => number;
}

/** What the agent answers to each request. */
export function agentHandlers({
  info,
  inventory,
  checks,
  planner,
  jobs,
  power,
  devices,
  sequence,
}: AgentParts): Handlers<AgentContract> {
  // Of two requests about one VM the second must see what the first one began.
  const changes = new PQueue({ concurrency: 1 });
  return {
    'session.open': async ({ protocol }) => {
      if (protocol !== agentProtocol) return err({ code: 'agent-mismatch', ours: agentProtocol, theirs: protocol });
      const { inventory: current } = await inventory.look();
      return ok({ protocol: agentProtocol, agent: info, sequence: sequence(), inventory: current, jobs: jobs.list() });
    },
    'inventory.get': async () => ok((await inventory.look()).inventory),
    'checks.run': () => checks(),
    'plan.make': async ({ action }) => answered(await planner.plan(action)),
    'plan.start': ({ action, fingerprint }) => changes.add(() => start(action, fingerprint)),
    'vm.start': ({ vm }) => changes.add(async () => seen(await power.start(vm))),
    'vm.startDisposable': ({ vm }) => changes.add(() => named(power.startDisposable(vm))),
    'vm.stop': ({ vm }) => changes.add(async () => seen(await power.stop(vm))),
    'vm.kill': ({ vm }) => changes.add(async () => seen(await power.kill(vm))),
    'vm.pause': ({ vm }) => changes.add(async () => seen(await power.pause(vm))),
    'vm.unpause': ({ vm }) => changes.add(async () => seen(await power.unpause(vm))),
    'vm.prepare': ({ vm }) => changes.add(async () => seen(await power.prepare(vm))),
    'vm.release': ({ vm }) => changes.add(async () => seen(await power.release(vm))),
    'vm.disks': async ({ vm }) => {
      const disks = await power.disks(vm);
      return disks.ok ? ok({ entries: disks.value.map(xenDiskEntry) }) : disks;
    },
    'device.list': () => devices.list(),
    'device.attach': (request) => changes.add(() => devices.attach(request)),
    'device.detach': ({ vm, what }) => changes.add(() => devices.detach(vm, what)),
    'device.assign': (wish) => changes.add(() => devices.assign(wish)),
    'device.unassign': ({ vm, device }) => changes.add(async () => emptied(await devices.unassign(vm, device))),
    'job.list': () => Promise.resolve(ok(jobs.list())),
    'job.cancel': ({ job }) => Promise.resolve(emptied(jobs.cancel(job))),
    'job.resume': ({ job }) => Promise.resolve(emptied(jobs.resume(job))),
    'job.discard': async ({ job }) => emptied(await jobs.discard(job)),
  };

  /** What changed is shown to every client before the one who asked goes on. */
  async function seen(result: Result<void, Failure>): Promise<Result<Record<string, never>, Failure>> {
    await inventory.look();
    return emptied(result);
  }

  async function named(started: Promise<Result<VmName, Failure>>): Promise<Result<{ readonly vm: VmName }, Failure>> {
    const name = await started;
    await inventory.look();
    return name.ok ? ok({ vm: name.value }) : name;
  }

  async function start(action: Action, fingerprint: Fingerprint): Promise<Result<Job, Failure>> {
    const plan = await planner.plan(action);
    if (!plan.ok) return plan;
    return plan.value.fingerprint === fingerprint ? ok(jobs.start(plan.value)) : err({ code: 'plan-changed' });
  }
}

const answered = (plan: Result<Plan, Failure>): Result<PlanAnswer, Failure> => {
  if (plan.ok) return ok({ outcome: 'plan', plan: plan.value });
  return plan.error.code === 'refused' ? ok({ outcome: 'refused', blockers: plan.error.blockers }) : plan;
};

const emptied = (result: Result<void, Failure>): Result<Record<string, never>, Failure> =>
  result.ok ? ok({}) : result;
