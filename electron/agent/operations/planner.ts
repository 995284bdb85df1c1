import { err, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { Step } from '../jobs/step.ts';
import type { Operation, Operations } from './operation.ts';

export interface PlannerOptions<Around> {
  /** What is not among them is refused. */
  readonly operations: Partial<Operations<Around>>;
  readonly look: () => Promise<Around>;
  readonly jobs: () => readonly Job[];
}

/** Finds the operation of an action. */
export class Planner<Around> {
  readonly #options: PlannerOptions<Around>;

  constructor(options: PlannerOptions<Around>) {
    this.#options = options;
  }

  /** Always from a fresh look: a plan is a promise about now. */
  async plan(action: Action): Promise<Result<Plan, Failure>> {
    const { look, jobs, operations } = this.#options;
    const operation = operationFor(action, operations);
    if (operation === undefined) return err({ code: 'refused', blockers: [{ code: 'not-on-this-system' }] });
    const world = await look();
    return operation.plan(action, world, jobs());
  }

  steps(plan: Plan): readonly Step[] {
    return operationFor(plan.action, this.#options.operations)?.steps(plan) ?? [];
  }
}

/** The table has the operation of each kind under its own name, which is more than the type of a look-up can say. */
const operationFor = <Around>(
  { kind }: Action,
  operations: Partial<Operations<Around>>,
): Operation<Action['kind'], Around> | undefined =>
  operations[kind] as unknown as Operation<Action['kind'], Around> | undefined;
