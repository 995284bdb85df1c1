import { ok, type Result } from '#shared/base/result.ts';
import { agentProtocol } from '#shared/contract/agent-contract.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { connectAgent, type AgentConnection } from '../../agent-client/agent-connection.ts';
import { startJob } from '../../cli/start-job.ts';
import { watchJobs, type JobWatch } from '../../cli/watch-jobs.ts';
import { sandboxPaths } from '../../sandbox/sandbox-paths.ts';
import type { LabBox } from '../lab-box.ts';

/** A client of a lab box's agent that stays connected: hundreds of acts without a program for each. */
export class LabAgent {
  readonly connection: AgentConnection;
  readonly #watch: JobWatch;

  private constructor(connection: AgentConnection, watch: JobWatch) {
    this.connection = connection;
    this.#watch = watch;
  }

  static async connect({ dir }: LabBox): Promise<LabAgent> {
    const connected = await connectAgent(sandboxPaths(dir).agentSocketPath);
    if (!connected.ok) throw new Error(`the agent of ${dir} is not there: ${connected.error.code}`);
    const watch = watchJobs(connected.value, () => undefined);
    await connected.value.request('session.open', { protocol: agentProtocol });
    return new LabAgent(connected.value, watch);
  }

  /** Plans the action, carries it out and waits for its end. */
  async act(action: Action): Promise<Result<void, Failure>> {
    const job = await startJob(this.connection, action);
    if (!job.ok) return job;
    const rest = await this.#watch.atRest(job.value.id);
    if (!rest.ok) return rest;
    if (rest.value.state === 'failed') return { ok: false, error: rest.value.failure };
    if (rest.value.state !== 'succeeded') throw new Error(`job ${job.value.id} ended as ${rest.value.state}`);
    return ok(undefined);
  }
}
