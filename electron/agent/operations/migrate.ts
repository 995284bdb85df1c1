import { sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { ThinPool } from '#shared/domain/pool.ts';
import { defaultThinPool, isThinPool } from '#shared/rules/default-pool.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { migrateBlockers, movableRoles } from '#shared/rules/migrate-blockers.ts';
import { poolEffect, spaceBlockers } from '#shared/rules/space-blockers.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { findSubject, slotOf, volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { migrationNotes } from './migration-notes.ts';
import { migrationSteps } from './migration-steps.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import type { Operation } from './operation.ts';
import { plannedVolume } from './planned-volume.ts';
import { volumeNameBlockers } from './volume-name-blockers.ts';

/** Moves all of a VM's own volumes from image files to LVM thin volumes. The images stay as they are. */
export function migrateOperation(ports: OperationPorts): Operation<'migrate'> {
  return {
    async plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value.registered;
      const savefile = await ports.savefileInUse(vm.dirPath);
      const blockers: readonly Blocker[] = [
        ...migrateBlockers(found.value.shown, action.to, jobs),
        ...(savefile === undefined ? [] : [{ code: 'savefile-in-use', vm: vm.name, savefile } as const]),
      ];
      const pool = targetPool(action, world);
      if (!pool.ok) return refused([...blockers, pool.error]);
      // The names of a VM that is there already are taken by itself.
      const isThere = blockers.some(({ code }) => code === 'already-there');
      const names = movableRoles(vm).map((role) => ports.storage.lvm.nameOf(slotOf(vm, role)));
      const all = isThere ? blockers : [...blockers, ...volumeNameBlockers(vm.name, names, pool.value, world)];
      return planInto(pool.value, vm, action, all, world, ports);
    },
    steps: (plan) => migrationSteps(plan, ports),
  };
}

const refused = (blockers: readonly Blocker[]): Result<Plan, Failure> => err({ code: 'refused', blockers });

function targetPool({ pool }: ActionOf<'migrate'>, { inventory, surveys }: World): Result<ThinPool, Blocker> {
  if (pool !== undefined) {
    const named = inventory.pools.filter(isThinPool).find(({ id, name }) => id === pool || name === pool);
    return named === undefined ? err({ code: 'pool-not-found', pool }) : ok(named);
  }
  const found = defaultThinPool(inventory.pools);
  if (found !== undefined) return ok(found);
  const [problem] = surveys.lvm.problems;
  const several = inventory.pools.filter(isThinPool).map(({ name }) => name);
  const reason = several.length > 1 ? `there are several (${several.join(', ')}), name one` : 'lvs lists none';
  return err({ code: 'no-thin-pool', detail: problem === undefined ? reason : failureText(problem) });
}

function planInto(
  pool: ThinPool,
  vm: RegisteredVm,
  action: ActionOf<'migrate'>,
  found: readonly Blocker[],
  world: World,
  ports: OperationPorts,
): Result<Plan, Failure> {
  const volumes = movableRoles(vm).flatMap((role) => {
    const source = volumeIn(world.surveys.file, vm.name, role);
    return source === undefined ? [] : [plannedVolume(vm, source, slotOf(vm, role), ports.storage.lvm, pool, 'copy')];
  });
  const newData = volumes.map(({ targetSizeBytes, dataBytes }) => ({ sizeBytes: targetSizeBytes, dataBytes }));
  const blockers = [...found, ...spaceBlockers(pool, newData)];
  if (blockers.length > 0) return refused(blockers);
  const effect = poolEffect(pool, newData);
  const copyBytes = sumBytes(volumes.map(({ dataBytes }) => dataBytes));
  const sizeBytes = sumBytes(volumes.map((volume) => volume.sizeBytes));
  const draft: DraftOf<'migrate'> = {
    ...emptyDraft(vm),
    action: { ...action, pool: pool.id },
    volumes,
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy + sizeBytes / expectedBytesPerSecond.verify,
    poolEffect: effect,
    notes: migrationNotes(vm, volumes, pool, effect, world),
  };
  return ok(finishPlan(draft, migrationSteps(draft, ports)));
}
