import { err, ok } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import { cloneBlockers } from '#shared/rules/clone-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { chosenPoolBlockers } from './chosen-pool-blockers.ts';
import { cloneSteps } from './clone-steps.ts';
import { findVm } from './find-vm.ts';
import { planCopy } from './plan-copy.ts';
import type { Move } from './relocation-draft.ts';

/**
 * A halted qube again under another name, with the settings of its volumes and the pools that they are in, which the
 * official clone drops (facts §4.1).
 */
export function cloneOperation(ports: AdminPorts): Operation<'clone', AdminWorld> {
  const stepsOf = (plan: DraftOf<'clone'>): readonly Step[] => cloneSteps(cloningOf(plan), ports);
  return {
    async plan(action, world, jobs) {
      const found = findVm(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value;
      const blockers = [...cloneBlockers(vm, action, world.inventory.vms, jobs), ...poolBlockers(action, world)];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const copy = await planCopy(vm, action.name, { pool: action.pool ?? null }, world, ports);
      if (!copy.ok) return copy;
      const draft: DraftOf<'clone'> = {
        ...emptyDraft({ name: vm.name, dirPath: '' }),
        ...copy.value,
        action,
        holds: [vm.name, action.name],
      };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

function cloningOf({ vm, action, relocation }: DraftOf<'clone'>): Move {
  if (relocation === null) throw new Error('no plan of R4');
  return { vm, name: action.name, pool: action.pool ?? null, relocation };
}

function poolBlockers({ to, pool }: ActionOf<'clone'>, world: AdminWorld): readonly Blocker[] {
  if (pool === undefined) return to === undefined ? [] : [{ code: 'pool-needed' }];
  return chosenPoolBlockers(pool, world);
}
