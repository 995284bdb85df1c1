import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { Plan } from '#shared/domain/plan.ts';

/** The plan's action as the kind that its operation made it from; anything else is a defect of the planner. */
export function actionOf<Kind extends Action['kind']>({ action }: Pick<Plan, 'action'>, kind: Kind): ActionOf<Kind> {
  if (action.kind !== kind) throw new Error(`a plan of ${action.kind}, not of ${kind}`);
  return action as ActionOf<Kind>;
}
