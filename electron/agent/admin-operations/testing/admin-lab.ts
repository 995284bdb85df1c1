import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { newJobId, recordCommands, timestampNow } from '../../job-parts.ts';
import { openJobJournal } from '../../jobs/job-journal.ts';
import { JobRunner } from '../../jobs/job-runner.ts';
import { Planner } from '../../operations/planner.ts';
import { AdminClient } from '../../qubes/admin-api/admin-client.ts';
import { AdminInventory } from '../../qubes/admin-api/admin-inventory.ts';
import { AdminQubes } from '../../qubes/admin-api/admin-qubes.ts';
import type { AdminRequest } from '../../qubes/admin-api/admin-request.ts';
import type { AdminTransport } from '../../qubes/admin-api/admin-transport.ts';
import { directTransport } from '../../qubes/admin-api/testing/direct-transport.ts';
import { recordedState } from '../../qubes/admin-api/testing/recorded-state.ts';
import type { RecordingName } from '../../qubes/admin-api/testing/recording.ts';
import { StandInQubesd } from '../../qubes/admin-api/testing/stand-in-qubesd.ts';
import { adminOperations } from '../admin-operations.ts';
import type { AdminPorts } from '../admin-ports.ts';

/** When an agent ends in the middle of its work: at the nth call that changes something, before or behind it. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'behind';
}

const looks =
  /\.(Get|GetAll|GetDefault|List|Info|Available|Assigned|Attached|CurrentState|UsageDetails|ListDrivers|ListSnapshots)$/;
export const changes = ({ method }: AdminRequest): boolean => !looks.test(method);

/** A stand-in qubesd, and the agents that come and go beside it with one journal. */
export class AdminLab {
  readonly qubesd: StandInQubesd;
  readonly dir = mkdtempSync(join(tmpdir(), 'admin-lab-'));

  constructor(recording: RecordingName = 'lvm-thin-pools') {
    this.qubesd = new StandInQubesd(recordedState(recording));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  agent(parts: { readonly death?: Death; readonly ports?: Partial<AdminPorts> } = {}): LabAgent {
    return new LabAgent(this, parts);
  }
}

export class LabAgent {
  readonly runner: JobRunner;
  /** Calls that have changed something. */
  changed = 0;
  /** Resolves when it has died. */
  readonly died: Promise<'died'>;
  readonly #planner: Planner<Awaited<ReturnType<AdminInventory['look']>>>;

  constructor(
    { qubesd, dir }: AdminLab,
    { death, ports = {} }: { readonly death?: Death; readonly ports?: Partial<AdminPorts> },
  ) {
    let die: (how: 'died') => void = () => undefined;
    this.died = new Promise((resolve) => (die = resolve));
    let isDead = false;
    const direct = directTransport(qubesd);
    const forever = new Promise<never>(() => undefined);
    const transport: AdminTransport = {
      exchange: async (request, onData, options) => {
        if (isDead) return forever;
        if (changes(request)) this.changed += 1;
        const isLast = changes(request) && this.changed === death?.at;
        if (isLast) {
          isDead = true;
          if (death.when === 'behind') await direct.exchange(request, () => undefined);
          die('died');
          return forever;
        }
        return direct.exchange(request, onData, options);
      },
    };
    const client = new AdminClient(transport);
    const inventory = new AdminInventory({ client, seesAllVms: true, thin: null, now: timestampNow });
    const all: AdminPorts = {
      qubes: new AdminQubes(client),
      dom0: { uncommittedPath: () => Promise.resolve(ok(null)) },
      dom0Root: null,
      inPlace: null,
      pollMs: 60_000,
      ...ports,
    };
    this.#planner = new Planner({
      operations: adminOperations(all),
      look: () => inventory.look(),
      jobs: () => this.runner.list(),
    });
    this.runner = new JobRunner({
      journal: openJobJournal(join(dir, 'jobs')),
      stepsOf: (plan) => this.#planner.steps(plan),
      newJobId,
      now: timestampNow,
      recordCommands,
      onDefect: (error) => {
        throw error;
      },
      onChanged: () => undefined,
    });
  }

  plan(action: Action): Promise<Result<Plan, Failure>> {
    return this.#planner.plan(action);
  }

  /** The job at its end, or as it stands when the agent has died. */
  async run(action: Action): Promise<Job> {
    const plan = await this.plan(action);
    if (!plan.ok) throw new Error(JSON.stringify(plan.error));
    const { id } = this.runner.start(plan.value);
    return this.#rest(id);
  }

  async resume(): Promise<Job> {
    const { id } = this.only();
    const resumed = this.runner.resume(id);
    if (!resumed.ok) throw new Error(JSON.stringify(resumed.error));
    return this.#rest(id);
  }

  /** The job in the journal. */
  only(): Job {
    const [job] = this.runner.list();
    if (job === undefined) throw new Error('no job');
    return job;
  }

  async #rest(id: JobId): Promise<Job> {
    await Promise.race([this.runner.idle(), this.died]);
    const job = this.runner.list().find((one) => one.id === id);
    if (job === undefined) throw new Error(`no job ${id}`);
    return job;
  }
}
