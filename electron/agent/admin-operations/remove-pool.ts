import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { removePoolBlockers } from '#shared/rules/r4-pool-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';

/** Makes Qubes forget a pool that nothing uses. qubesd looks at that once more, for those VMs too that are not seen here. */
export function removePoolOperation({ qubes }: AdminPorts): Operation<'remove-pool', AdminWorld> {
  const stepsOf = ({ action }: DraftOf<'remove-pool'>): readonly Step[] => [
    {
      name: 'remove',
      phase: 'switch',
      role: null,
      bytes: null,
      isPointOfNoReturn: true,
      async run() {
        const pools = await qubes.pools();
        if (!pools.ok) return pools;
        if (!pools.value.includes(action.pool)) return done;
        const safe = await destructionBlockers(action.pool, { qubes });
        if (!safe.ok) return safe;
        if (safe.value.length > 0) return err({ code: 'refused', blockers: safe.value });
        return qubes.removePool(action.pool);
      },
    },
  ];
  return {
    async plan(action, { inventory: { pools, vms } }) {
      const blockers = removePoolBlockers(action.pool, pools, vms);
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const destroyed = await destructionBlockers(action.pool, { qubes });
      if (!destroyed.ok) return destroyed;
      if (destroyed.value.length > 0) return err({ code: 'refused', blockers: destroyed.value });
      const draft: DraftOf<'remove-pool'> = {
        ...emptyDraft({ name: action.vm, dirPath: '' }),
        action,
        notes: [{ code: 'pool-data-stays', pool: action.pool }],
      };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

/** Which R4.2 it is nobody tells (facts T12, §1.5). */
async function destructionBlockers(
  pool: string,
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<readonly Blocker[], Failure>> {
  const info = await qubes.poolInfo(pool);
  if (!info.ok) return info;
  if (info.value.driver !== 'zfs') return ok([]);
  const vms = await qubes.list();
  if (!vms.ok) return vms;
  return ok(vms.value.some(({ uuid }) => uuid !== null) ? [] : [{ code: 'pool-would-be-destroyed', pool }]);
}
