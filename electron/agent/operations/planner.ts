import type { Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { World } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { Operation, Operations } from './operation.ts';

export interface PlannerOptions {
  readonly operations: Operations;
  readonly look: () => Promise<World>;
  readonly jobs: () => readonly Job[];
}

/** Finds the operation of an action. */
export class Planner {
  readonly #options: PlannerOptions;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** Always from a fresh look: a plan is a promise about now. */
  async plan(action: Action): Promise<Result<Plan, Failure>> {
    const { look, jobs } = this.#options;
    return this.#operation(action).plan(action, await look(), jobs());
  }

  steps(plan: Plan): readonly Step[] {
    return this.#operation(plan.action).steps(plan);
  }

  #operation(action: Action): Operation {
    // Of the kind that the action is of: that is what it is called with.
    return this.#options.operations[action.kind] as Operation;
  }
}
