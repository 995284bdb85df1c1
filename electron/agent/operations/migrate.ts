import { bytes, sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan, PlanStep } from '#shared/domain/plan.ts';
import type { ThinPool } from '#shared/domain/pool.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { defaultThinPool, isThinPool } from '#shared/rules/default-pool.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { migrateBlockers, movableRoles } from '#shared/rules/migrate-blockers.ts';
import { poolEffect, spaceBlockers } from '#shared/rules/space-blockers.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { registeredVm, slotOf, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import { migrationNotes } from './migration-notes.ts';
import { migrationSteps } from './migration-steps.ts';
import type { DraftOf, OperationPorts, PlanDraft } from './plan-draft.ts';
import type { Operation } from './operation.ts';
import { planFingerprint } from './plan-fingerprint.ts';
import { planVolumes } from './plan-volumes.ts';
import { volumeNameBlockers } from './volume-name-blockers.ts';

/** Moves all of a VM's own volumes from image files to LVM thin volumes. The images stay as they are. */
export function migrateOperation(ports: OperationPorts): Operation<'migrate'> {
  return {
    async plan(action, world, jobs) {
      const found = registeredVm(world, action.vm);
      if (!found.ok) return found;
      const vm = found.value;
      const blockers = await vmBlockers(vm, action, world, jobs, ports);
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

async function vmBlockers(
  { name, dirPath }: RegisteredVm,
  { to }: ActionOf<'migrate'>,
  { inventory }: World,
  jobs: readonly Job[],
  { savefileInUse }: OperationPorts,
): Promise<readonly Blocker[]> {
  const vm = inventory.vms.find((other) => other.name === name);
  if (vm === undefined) return [];
  const savefile = await savefileInUse(dirPath);
  return [
    ...migrateBlockers(vm, to, jobs),
    ...(savefile === undefined ? [] : [{ code: 'savefile-in-use', vm: name, savefile } as const]),
  ];
}

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
  const volumes = planVolumes(vm, 'file', pool, ports.storage.lvm, world);
  const newData = volumes.map(({ targetSizeBytes, dataBytes }) => ({ sizeBytes: targetSizeBytes, dataBytes }));
  const blockers = [...found, ...spaceBlockers(pool, newData)];
  if (blockers.length > 0) return refused(blockers);
  const effect = poolEffect(pool, newData);
  const copyBytes = sumBytes(volumes.map(({ dataBytes }) => dataBytes));
  const sizeBytes = sumBytes(volumes.map((volume) => volume.sizeBytes));
  const draft: DraftOf<'migrate'> = {
    action: { ...action, pool: pool.id },
    vm: vm.name,
    vmDir: vm.dirPath,
    holds: [vm.name],
    volumes,
    removes: [],
    copyBytes,
    freedBytes: bytes(0),
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy + sizeBytes / expectedBytesPerSecond.verify,
    poolEffect: effect,
    notes: migrationNotes(vm, volumes, pool, effect, world),
  };
  const steps = migrationSteps(draft, ports).map((step): PlanStep => {
    const { name, phase, role, bytes } = step;
    return { name, phase, role, bytes, command: name === 'reserve' ? reserveCommand(draft, role, pool, ports) : null };
  });
  return ok({ ...draft, steps, fingerprint: planFingerprint({ ...draft, steps }) });
}

function reserveCommand(
  { vm, vmDir, volumes }: PlanDraft,
  role: VolumeRole | null,
  pool: ThinPool,
  { storage }: OperationPorts,
): string | null {
  const volume = volumes.find((planned) => planned.role === role);
  if (volume === undefined) return null;
  const slot = { vm, vmDir, role: volume.role };
  return storage.lvm.reserveCommand({ slot, pool: pool.id, sizeBytes: volume.targetSizeBytes }, pool);
}
