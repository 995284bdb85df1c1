import { bytes, sumBytes } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { cloneBlockers } from '#shared/rules/clone-blockers.ts';
import { isThinPool } from '#shared/rules/default-pool.ts';
import { freeBytesOf } from '#shared/rules/free-bytes.ts';
import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import { poolEffect, spaceBlockers } from '#shared/rules/space-blockers.ts';
import { findSubject, volumeIn, type World } from '../inventory/world.ts';
import { folderBeside } from '../qubes/vm-folders.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import { cloneSteps } from './clone-steps.ts';
import { emptyDraft, finishPlan } from './finish-plan.ts';
import type { Operation } from './operation.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { plannedVolume } from './planned-volume.ts';
import { volumeNameBlockers } from './volume-name-blockers.ts';

/**
 * Makes a halted VM again under another name, on the same kind of storage and in the same pools: as thin snapshots where
 * the storage has them, else as copies that are read back and compared.
 */
export function cloneOperation(ports: OperationPorts): Operation<'clone'> {
  return {
    async plan(action, world, jobs) {
      const found = findSubject(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value.registered;
      const blockers: Blocker[] = [...cloneBlockers(found.value.shown, action.name, world.inventory.vms, jobs)];
      const isNameGood = !blockers.some(({ code }) => code === 'name-not-allowed' || code === 'name-taken');
      if (isNameGood && (await ports.folders.isTaken(folderBeside(vm.dirPath, action.name)))) {
        blockers.push({ code: 'name-taken', name: action.name, by: 'folder' });
      }
      const volumes = cloneVolumes(vm, action.name, world, ports);
      const isCopied = ports.storage[vm.storageType].reserveSnapshot === undefined;
      const pools = world.inventory.pools.filter(({ id }) => volumes.some(({ toPool }) => toPool === id));
      blockers.push(...pools.flatMap((pool) => poolBlockers(action.name, pool, volumes, isCopied, world, ports)));
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      return ok(draftedPlan(vm, action, volumes, pools[0], isCopied, ports));
    },
    steps: (plan) => cloneSteps(plan, ports),
  };
}

function cloneVolumes(
  vm: RegisteredVm,
  name: VmName,
  { inventory, surveys }: World,
  { storage }: OperationPorts,
): readonly PlannedVolume[] {
  const backend = storage[vm.storageType];
  return movableRoles(vm).flatMap((role) => {
    const source = volumeIn(surveys[vm.storageType], vm.name, role);
    const pool = inventory.pools.find(({ id }) => id === source?.pool);
    if (source === undefined || pool === undefined) return [];
    const slot = { vm: name, vmDir: folderBeside(vm.dirPath, name), role };
    return [plannedVolume(source, vm.storageType, slot, backend, pool)];
  });
}

/** What a clone writes at once: nothing where it begins as a snapshot. */
const newData = (volumes: readonly PlannedVolume[], isCopied: boolean) =>
  volumes.map(({ targetSizeBytes, dataBytes }) => ({
    sizeBytes: targetSizeBytes,
    dataBytes: isCopied ? dataBytes : bytes(0),
  }));

function poolBlockers(
  name: VmName,
  pool: Pool,
  volumes: readonly PlannedVolume[],
  isCopied: boolean,
  world: World,
  { storage }: OperationPorts,
): readonly Blocker[] {
  const into = volumes.filter(({ toPool }) => toPool === pool.id);
  if (isThinPool(pool)) {
    const names = into.map(({ role }) => storage.lvm.nameOf({ vm: name, vmDir: '', role }));
    return [...volumeNameBlockers(name, names, pool, world), ...spaceBlockers(pool, newData(into, isCopied))];
  }
  const neededBytes = sumBytes(into.map(({ dataBytes }) => dataBytes));
  const freeBytes = freeBytesOf(pool);
  return neededBytes > freeBytes ? [{ code: 'pool-too-small', pool: pool.name, neededBytes, freeBytes }] : [];
}

function draftedPlan(
  vm: RegisteredVm,
  action: DraftOf<'clone'>['action'],
  volumes: readonly PlannedVolume[],
  pool: Pool | undefined,
  isCopied: boolean,
  ports: OperationPorts,
) {
  const copyBytes = isCopied ? sumBytes(volumes.map(({ dataBytes }) => dataBytes)) : bytes(0);
  const draft: DraftOf<'clone'> = {
    ...emptyDraft(vm),
    action,
    makes: { vm: action.name, vmDir: folderBeside(vm.dirPath, action.name) },
    holds: [vm.name, action.name],
    volumes,
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy,
    poolEffect: pool !== undefined && isThinPool(pool) ? poolEffect(pool, newData(volumes, isCopied)) : null,
    notes: isCopied || pool === undefined ? [] : [{ code: 'shares-blocks', pool: pool.name }],
  };
  return finishPlan(draft, cloneSteps(draft, ports));
}
