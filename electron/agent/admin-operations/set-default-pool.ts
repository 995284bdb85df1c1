import { err, ok } from '#shared/base/result.ts';
import { defaultPoolBlockers } from '#shared/rules/r4-pool-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import { defaultPoolProperty } from '../qubes/admin-api/read-default-pools.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';

/** Where new volumes go when nobody says. Those that there are stay where they are. */
export function setDefaultPoolOperation({ qubes }: AdminPorts): Operation<'set-default-pool', AdminWorld> {
  const stepsOf = ({ action }: DraftOf<'set-default-pool'>): readonly Step[] => [
    {
      name: 'set',
      phase: 'switch',
      role: null,
      bytes: null,
      run: () => qubes.setProperty(null, defaultPoolProperty(action.use), action.pool),
    },
  ];
  return {
    async plan(action, { inventory }) {
      const { use, pool } = action;
      const blockers = defaultPoolBlockers(use, pool, inventory.pools);
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const now = await qubes.property(null, defaultPoolProperty(use));
      if (!now.ok) return now;
      // One that only follows the pool for all becomes a choice of its own.
      if (now.value.value === pool && !now.value.isDefault) {
        return err({ code: 'refused', blockers: [{ code: 'default-already', pool, use }] });
      }
      const draft = { ...emptyDraft({ name: action.vm, dirPath: '' }), action };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}
