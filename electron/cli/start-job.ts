import { err, ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';

/** The pool that a person named: by its full name, or by the part after the volume group where only one has that. */
export function findPool(inventory: Inventory, name: string): Result<PoolId, Failure> {
  const { pools } = inventory;
  const named = pools.find((pool) => pool.name === name);
  const short = pools.filter((pool) => pool.driver === 'lvm_thin' && pool.name.endsWith(`/${name}`));
  if (named === undefined && short.length > 1) {
    return err({ code: 'pool-ambiguous', pool: name, names: short.map((pool) => pool.name) });
  }
  const pool = named ?? short[0];
  return pool === undefined ? err({ code: 'pool-not-found', pool: name }) : ok(pool.id);
}

/** A plan, or its refusal as a failure like any other. */
export async function makePlan(agent: AgentConnection, action: Action): Promise<Result<Plan, Failure>> {
  const answer = await agent.request('plan.make', { action });
  if (!answer.ok) return answer;
  const { value } = answer;
  return value.outcome === 'plan' ? ok(value.plan) : err({ code: 'refused', blockers: value.blockers });
}

/**
 * Plans and queues the job. Where things change between the two it is planned once more: nobody has looked at the first
 * plan yet. `plan-changed` then says that they keep changing.
 */
export async function startJob(agent: AgentConnection, action: Action, attempts = 2): Promise<Result<Job, Failure>> {
  const plan = await makePlan(agent, action);
  if (!plan.ok) return plan;
  const job = await agent.request('plan.start', { action, fingerprint: plan.value.fingerprint });
  const isStale = !job.ok && job.error.code === 'plan-changed' && attempts > 1;
  return isStale ? startJob(agent, action, attempts - 1) : job;
}
