import type { Result } from '#shared/base/result.ts';
import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { World } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { PlanOf } from './plan-draft.ts';

/** One verb. What it plans is what it does: preview, `--dry-run` and the job are made from the same plan. */
export interface Operation<Kind extends Action['kind'], Around = World> {
  /** Fails with `refused` and every blocker, or with `vm-not-found`. Changes nothing. */
  plan(action: ActionOf<Kind>, world: Around, jobs: readonly Job[]): Promise<Result<Plan, Failure>>;
  /** The steps, in the order of the plan's own. Made from the plan alone, so that a job outlives the agent. */
  steps(plan: PlanOf<Kind>): readonly Step[];
}

export type Operations<Around = World> = { readonly [Kind in Action['kind']]: Operation<Kind, Around> };
