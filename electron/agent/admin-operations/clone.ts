import { bytes, sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { cloneBlockers } from '#shared/rules/clone-blockers.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { carriedBlockers, roomBlockers } from '#shared/rules/relocation-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { cloneSteps } from './clone-steps.ts';
import { findVm } from './find-vm.ts';
import { poolInfosOf, sharesBlocks, takenForOne } from './pools-of-move.ts';
import { recordQube } from './record-qube.ts';
import { relocatedVolumes } from './relocated-volumes.ts';
import type { Move } from './relocation-draft.ts';
import { sessionBlockers } from './session-blockers.ts';

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
      const blockers = [
        ...cloneBlockers(found.value, action, world.inventory.vms, jobs),
        ...poolBlockers(action, world),
      ];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      return planClone(action, found.value, world, stepsOf, ports);
    },
    steps: stepsOf,
  };
}

function cloningOf({ vm, action, relocation }: DraftOf<'clone'>): Move {
  if (relocation === null) throw new Error('no plan of R4');
  return { vm, name: action.name, pool: action.pool ?? null, relocation };
}

function poolBlockers({ to, pool }: ActionOf<'clone'>, { inventory }: AdminWorld): readonly Blocker[] {
  if (pool === undefined) return to === undefined ? [] : [{ code: 'pool-needed' }];
  const found = inventory.pools.find(({ id }) => id === pool);
  if (found === undefined) return [{ code: 'pool-not-found', pool }];
  const { name, driver } = found;
  return driver === 'linux-kernel' ? [{ code: 'pool-holds-no-volumes', pool: name, driver }] : [];
}

async function planClone(
  action: ActionOf<'clone'>,
  vm: Vm,
  { inventory }: AdminWorld,
  stepsOf: (draft: DraftOf<'clone'>) => readonly Step[],
  ports: AdminPorts,
): Promise<Result<Plan, Failure>> {
  const listed = await ports.qubes.find(vm.name);
  if (!listed.ok) return listed;
  const uuid = listed.value?.uuid ?? null;
  const read = await recordQube(ports.qubes, { name: vm.name, class: vm.class, uuid });
  if (!read.ok) return read;
  const record = read.value;
  const kept = record.volumes.filter(({ isKept }) => isKept);
  const dirty = await sessionBlockers(vm.name, kept, ports);
  if (!dirty.ok) return dirty;
  const poolOf = (volume: (typeof kept)[number]): string => action.pool ?? volume.pool;
  const infos = await poolInfosOf(
    record.volumes.flatMap((volume) => [volume.pool, poolOf(volume)]),
    ports,
  );
  if (!infos.ok) return infos;
  const isCopied = (volume: (typeof kept)[number]): boolean => {
    const target = infos.value.get(poolOf(volume));
    return poolOf(volume) !== volume.pool || target === undefined || !sharesBlocks(target);
  };
  const imported = kept.filter((volume) => {
    const target = infos.value.get(poolOf(volume));
    return target !== undefined && takenForOne(infos.value.get(volume.pool), target);
  });
  const blockers = [
    ...dirty.value,
    ...carriedBlockers(vm.name, record),
    ...inventory.pools.flatMap((pool) => {
      const copied = kept.filter((volume) => poolOf(volume) === pool.name && isCopied(volume));
      return copied.length === 0 ? [] : roomBlockers(pool, copied, 1);
    }),
    ...(imported.length > 0 && ports.dom0Root === null
      ? [{ code: 'thin-pools-of-one-name', thinPool: infos.value.get(action.pool ?? '')?.thinPool ?? '' } as const]
      : []),
  ];
  if (blockers.length > 0) return err({ code: 'refused', blockers });
  const volumes = inventory.pools.flatMap((pool) =>
    relocatedVolumes(
      { from: vm.name, to: action.name },
      kept.filter((volume) => poolOf(volume) === pool.name),
      pool,
      infos.value,
    ),
  );
  const copyBytes = sumBytes(kept.map((volume) => (isCopied(volume) ? volume.usedBytes : bytes(0))));
  const shared = kept.find((volume) => !isCopied(volume));
  const draft: DraftOf<'clone'> = {
    ...emptyDraft({ name: vm.name, dirPath: '' }),
    action,
    holds: [vm.name, action.name],
    volumes,
    relocation: {
      record,
      references: [],
      lock: uuid === null ? 'tag' : 'feature',
      imported: imported.map(({ name }) => name),
    },
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy,
    notes: [
      ...(shared === undefined ? [] : [{ code: 'shares-blocks', pool: shared.pool } as const]),
      ...(ports.dom0 === null ? [{ code: 'session-end-unseen' } as const] : []),
    ],
  };
  return ok(finishPlan(draft, stepsOf(draft)));
}
