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
    const { look, jobs, operations } = this.#options;
    const world = await look();
    return operationFor(action, operations).plan(action, world, jobs());
  }

  steps(plan: Plan): readonly Step[] {
    return operationFor(plan.action, this.#options.operations).steps(plan);
  }
}

/** The table has the operation of each kind under its own name, which is more than the type of a look-up can say. */
const operationFor = ({ kind }: Action, operations: Operations): Operation<Action['kind']> =>
  operations[kind] as unknown as Operation<Action['kind']>;
