import { assertNever } from '#shared/base/assert-never.ts';
import type { Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { World } from '../inventory/world.ts';
import type { Step } from '../jobs/step.ts';
import type { Operations } from './operation.ts';

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
    switch (action.kind) {
      case 'migrate':
        return operations.migrate.plan(action, world, jobs());
      case 'clone':
        return operations.clone.plan(action, world, jobs());
      case 'set-autostart':
        return operations['set-autostart'].plan(action, world, jobs());
      case 'free-kept':
        return operations['free-kept'].plan(action, world, jobs());
      default:
        return assertNever(action);
    }
  }

  steps(plan: Plan): readonly Step[] {
    const { operations } = this.#options;
    const { action } = plan;
    switch (action.kind) {
      case 'migrate':
        return operations.migrate.steps({ ...plan, action });
      case 'clone':
        return operations.clone.steps({ ...plan, action });
      case 'set-autostart':
        return operations['set-autostart'].steps({ ...plan, action });
      case 'free-kept':
        return operations['free-kept'].steps({ ...plan, action });
      default:
        return assertNever(action);
    }
  }
}
