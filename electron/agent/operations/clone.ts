import { err, ok } from '#shared/base/result.ts';
import type { PlanNote } from '#shared/domain/plan.ts';
import { cloneBlockers } from '#shared/rules/clone-blockers.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { findSubject, volumeIn, type World } from '../inventory/world.ts';
import { folderBeside } from '../qubes/vm-folders.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { isNameRefused, makingEffects, placeBlockers, volumeBlockers } from './making-draft.ts';
import { makingSteps } from './making-steps.ts';
import { folderVolumesOf, makingOf, type Making } from './making.ts';
import type { Operation } from './operation.ts';
import { committedRevision, placeFrom, type PlacedVolumes } from './placed-volumes.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { targetStorage } from './target-pool.ts';

/**
 * Makes a halted VM again under another name: as thin snapshots where it stays in a pool that has them, else as copies that
 * are read back and compared. One that runs it makes as it was last committed, from the revisions that its session began with.
 */
export function cloneOperation(ports: OperationPorts): Operation<'clone'> {
  const stepsOf = (plan: DraftOf<'clone'>) => makingSteps(makingOf(plan), cloning(plan), ports);
  return {
    async plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value.registered;
      const vmDir = folderBeside(vm.dirPath, action.name);
      const storageType = targetStorage(action, vm.storageType, world);
      const own = cloneBlockers(found.value.shown, action, world.inventory.vms, jobs);
      const taken = isNameRefused(own) ? [] : await placeBlockers(action.name, vmDir, world, ports);
      const destination = { vm: action.name, vmDir, backend: ports.storage[storageType], pool: action.pool };
      const placed = placeFrom(vm, movableRoles(vm), destination, world, action);
      const blockers = [...own, ...taken, ...(placed.ok ? volumeBlockers(placed.value) : [placed.error])];
      if (!placed.ok || blockers.length > 0) return err({ code: 'refused', blockers });
      const { notes, ...effects } = makingEffects(placed.value);
      const draft: DraftOf<'clone'> = {
        ...emptyDraft(vm),
        ...effects,
        action,
        makes: { vm: action.name, vmDir, storageType },
        holds: [vm.name, action.name],
        notes: [...committedNotes(vm, placed.value, world), ...notes],
      };
      return ok(finishPlan(draft, stepsOf(draft)));
    },
    steps: stepsOf,
  };
}

/** Names the moment, of which all that is read from kept states is. */
function committedNotes(vm: RegisteredVm, { volumes }: PlacedVolumes, { surveys }: World): readonly PlanNote[] {
  const kept = volumes.find(({ sourceRevision }) => sourceRevision !== null);
  if (kept === undefined) return [];
  const found = volumeIn(surveys[vm.storageType], vm.name, kept.role);
  const revision = found === undefined ? null : committedRevision(found);
  return [{ code: 'clones-committed', vm: vm.name, at: revision?.takenAt ?? null }];
}

function cloning(plan: DraftOf<'clone'>): Making {
  const making = makingOf(plan);
  const { vm: name, vmDir: dirPath, storageType } = making.makes;
  const vm = { source: plan.vm, name, dirPath, storageType };
  const folder = { kind: 'clone', vm, sourceDir: plan.vmDir, volumes: folderVolumesOf(making) } as const;
  return { folder: () => Promise.resolve(ok(folder)), change: { kind: 'clone', clone: vm } };
}
