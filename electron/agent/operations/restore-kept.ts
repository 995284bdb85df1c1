import { err, ok } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Job } from '#shared/domain/job.ts';
import type { PlannedRestore } from '#shared/domain/plan.ts';
import { lastSwitch } from '#shared/rules/last-switch.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { otherStorage } from '#shared/rules/other-storage.ts';
import { restoreKeptBlockers } from '#shared/rules/restore-kept-blockers.ts';
import { findSubject, volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { completeTemplate } from './steps/complete-template.ts';
import { checkRestorable, keepReplaced, switchToKept } from './steps/switch-to-kept.ts';

/** Makes a VM use again what its last move left in place. Nothing is copied, and what it uses now is kept instead. */
export function restoreKeptOperation(ports: OperationPorts): Operation<'restore-kept'> {
  return {
    async plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return found;
      const { registered: vm, shown } = found.value;
      const savefile = await ports.savefileInUse(vm.dirPath);
      const blockers: readonly Blocker[] = [
        ...restoreKeptBlockers(shown, world.inventory, jobs),
        ...keptBlockers(vm, world, jobs),
        ...(savefile === undefined ? [] : [{ code: 'savefile-in-use', vm: vm.name, savefile } as const]),
      ];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const draft: DraftOf<'restore-kept'> = {
        ...emptyDraft(vm),
        action,
        restores: restoresOf(vm, world),
        notes: [{ code: 'newer-left-behind', since: lastSwitch(vm, jobs)?.at ?? null }],
      };
      return ok(finishPlan(draft, restoreSteps(draft, ports)));
    },
    steps: (plan) => restoreSteps(plan, ports),
  };
}

function restoreSteps(plan: DraftOf<'restore-kept'>, ports: OperationPorts): readonly Step[] {
  const hasFileRoot = plan.restores.some(({ role, to }) => role === 'root' && to === 'file');
  return [
    checkRestorable(plan, ports),
    switchToKept(plan, ports),
    keepReplaced(plan, ports),
    ...(hasFileRoot ? [completeTemplate(plan, 'file', ports)] : []),
  ];
}

/** What speaks against the kept volumes themselves: they must be there, in a healthy pool, and what they were when left. */
function keptBlockers(vm: RegisteredVm, { inventory, surveys }: World, jobs: readonly Job[]): readonly Blocker[] {
  const kept = movableRoles(vm).flatMap((role) => volumeIn(surveys[otherStorage(vm.storageType)], vm.name, role) ?? []);
  const left = lastSwitch(vm, jobs);
  return kept.flatMap(({ role, path, pool: poolId, isActive, identity }): readonly Blocker[] => {
    const pool = inventory.pools.find(({ id }) => id === poolId);
    const was = left?.leftIdentities.get(role);
    if (pool !== undefined && pool.health !== 'ok') {
      return [{ code: 'pool-unhealthy', pool: pool.name, health: pool.health }];
    }
    if (!isActive) return [{ code: 'volume-inactive', vm: vm.name, role }];
    if (left !== null && was !== identity) return [{ code: 'kept-written', vm: vm.name, path, since: left.at }];
    const mayBeRewritten = left === null && vm.isInstalledByRpm && vm.storageType === 'lvm';
    return mayBeRewritten ? [{ code: 'kept-of-package', vm: vm.name, path }] : [];
  });
}

function restoresOf(vm: RegisteredVm, { surveys }: World): readonly PlannedRestore[] {
  const [from, to] = [vm.storageType, otherStorage(vm.storageType)];
  return movableRoles(vm).flatMap((role) => {
    const kept = volumeIn(surveys[to], vm.name, role);
    const used = volumeIn(surveys[from], vm.name, role);
    if (kept === undefined) return [];
    const replaced = used === undefined ? null : { path: used.path, identity: used.identity };
    return [{ role, from, to, path: kept.path, identity: kept.identity, replaced }];
  });
}
