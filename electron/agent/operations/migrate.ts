import { sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Plan, PlannedVolume } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { migrateBlockers, movableRoles } from '#shared/rules/migrate-blockers.ts';
import { otherStorage } from '#shared/rules/other-storage.ts';
import { poolEffect, spaceBlockers } from '#shared/rules/space-blockers.ts';
import { findSubject, slotOf, volumeIn, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import { migrationNotes } from './migration-notes.ts';
import { migrationSteps } from './migration-steps.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import type { Operation } from './operation.ts';
import { plannedVolume } from './planned-volume.ts';
import { targetPool, targetStorage } from './target-pool.ts';
import { volumeNameBlockers } from './volume-name-blockers.ts';

/** Moves all of a VM's own volumes to the other kind of storage. What they were made from stays as it is. */
export function migrateOperation(ports: OperationPorts): Operation<'migrate'> {
  return {
    async plan(asked, world, jobs) {
      const found = findSubject(world, asked.vm);
      if (!found.ok) return found;
      const vm = found.value.registered;
      const action = { ...asked, to: targetStorage(asked, otherStorage(vm.storageType), world) };
      const savefile = await ports.savefileInUse(vm.dirPath);
      const blockers: readonly Blocker[] = [
        ...(asked.isInPlace === true ? [{ code: 'in-place-on-r4' } as const] : []),
        ...migrateBlockers(found.value.shown, action.to, jobs),
        ...(savefile === undefined ? [] : [{ code: 'savefile-in-use', vm: vm.name, savefile } as const]),
      ];
      const pool = targetPool(action.to, action.pool, world);
      if (!pool.ok) return refused([...blockers, pool.error]);
      const all = [...blockers, ...nameBlockers(vm, found.value.shown, pool.value, world, ports)];
      return planInto(pool.value, vm, action, all, world, ports);
    },
    steps: (plan) => migrationSteps(plan, ports),
  };
}

const refused = (blockers: readonly Blocker[]): Result<Plan, Failure> => err({ code: 'refused', blockers });

/** The names of a VM that is there already are taken by itself, and so are those of what is kept of it. */
function nameBlockers(
  vm: RegisteredVm,
  { kept }: Vm,
  pool: Pool,
  world: World,
  { storage, naming }: OperationPorts,
): readonly Blocker[] {
  if (!isThinPool(pool) || vm.storageType === 'lvm') return [];
  const roles = movableRoles(vm).filter((role) => !kept.some((one) => one.role === role));
  return volumeNameBlockers(
    vm.name,
    roles.map((role) => storage.lvm.nameOf(slotOf(vm, role))),
    pool,
    naming,
    world,
  );
}

function planInto(
  pool: Pool,
  vm: RegisteredVm,
  action: ActionOf<'migrate'> & { readonly to: StorageType },
  found: readonly Blocker[],
  world: World,
  ports: OperationPorts,
): Result<Plan, Failure> {
  const from = vm.storageType;
  const volumes = movableRoles(vm).flatMap((role) => {
    const source = volumeIn(world.surveys[from], vm.name, role);
    return source === undefined
      ? []
      : [plannedVolume(vm, source, slotOf(vm, role), ports.storage[action.to], pool, 'copy', null)];
  });
  const newData = volumes.map(({ targetSizeBytes, dataBytes }) => ({ sizeBytes: targetSizeBytes, dataBytes }));
  const blockers = [...found, ...spaceBlockers(pool, newData)];
  if (blockers.length > 0) return refused(blockers);
  const copyBytes = sumBytes(volumes.map(({ dataBytes }) => dataBytes));
  const draft = {
    ...emptyDraft(vm),
    action: { ...action, pool: pool.id },
    volumes,
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy + comparedBytes(volumes) / expectedBytesPerSecond.verify,
    poolEffect: isThinPool(pool) ? poolEffect(pool, newData) : null,
  } satisfies DraftOf<'migrate'>;
  const noted = { ...draft, notes: migrationNotes(draft, vm, pool, world) };
  return ok(finishPlan(noted, migrationSteps(noted, ports)));
}

/** A device does not tell where it is empty: to copy from one, all of it is read, as it is once more to compare. */
const comparedBytes = (volumes: readonly PlannedVolume[]): number =>
  volumes.reduce((sum, { from, sizeBytes }) => sum + (from === 'lvm' ? 2 : 1) * sizeBytes, 0);
