import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { templateUses } from '#shared/rules/new-vm-classes.ts';
import { r4CreateBlockers } from '#shared/rules/r4-create-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { chosenPoolBlockers } from './chosen-pool-blockers.ts';
import { cloneSteps } from './clone-steps.ts';
import { findVm } from './find-vm.ts';
import { freshVolumes } from './fresh-volumes.ts';
import { changesOf, originOf, ownRoles, type Creation } from './new-qube.ts';
import { planCopy } from './plan-copy.ts';
import type { Move } from './relocation-draft.ts';
import { checkNew } from './steps/check-new.ts';
import { checkTemplate } from './steps/check-template.ts';
import { finishNew } from './steps/finish-new.ts';
import { makeNew } from './steps/make-new.ts';

/**
 * Makes a new qube. One with a root like a template's is a clone of that in another class; everything else begins empty, and
 * with nothing that anybody could lose.
 */
export function createOperation(ports: AdminPorts): Operation<'create', AdminWorld> {
  const stepsOf = (plan: DraftOf<'create'>): readonly Step[] =>
    plan.relocation === null
      ? [
          checkTemplate(plan.action, ports),
          makeNew(plan.action, ports),
          checkNew(plan.action, ports),
          finishNew(plan.action, ports),
        ]
      : cloneSteps(cloningOf(plan), ports, [checkNew(plan.action, ports)]);
  return {
    async plan(asked, world, jobs) {
      const usual = await usualTemplate(asked, ports);
      if (!usual.ok) return usual;
      const action = { ...asked, template: usual.value };
      const network = await networkBlockers(action, world, ports);
      if (!network.ok) return network;
      const named = [...new Set([action.pool, ...Object.values(action.pools ?? {})])];
      const blockers = [
        ...r4CreateBlockers(action, world.inventory.vms, jobs),
        ...network.value,
        ...named.flatMap((pool) => (pool === undefined ? [] : chosenPoolBlockers(pool, world))),
      ];
      if (blockers.length > 0) return err({ code: 'refused', blockers });
      const origin = originOf(action);
      return origin === null ? planEmpty(action, world, stepsOf, ports) : planOf(action, origin, world, stepsOf, ports);
    },
    steps: stepsOf,
  };
}

type StepsOf = (draft: DraftOf<'create'>) => readonly Step[];

async function planEmpty(
  asked: Creation,
  world: AdminWorld,
  stepsOf: StepsOf,
  ports: AdminPorts,
): Promise<Result<Plan, Failure>> {
  const pools = await poolsFor(asked, ports);
  if (!pools.ok) return pools;
  const action: Creation = { ...asked, pool: undefined, pools: pools.value };
  const fresh = await freshVolumes(action, world, ports);
  if (!fresh.ok) return fresh;
  const draft: DraftOf<'create'> = {
    ...emptyDraft({ name: action.vm, dirPath: '' }),
    action,
    fresh: fresh.value,
    holds: action.template === null || action.template === undefined ? [action.vm] : [action.vm, action.template],
  };
  return ok(finishPlan(draft, stepsOf(draft)));
}

async function planOf(
  action: Creation,
  origin: VmName,
  world: AdminWorld,
  stepsOf: StepsOf,
  ports: AdminPorts,
): Promise<Result<Plan, Failure>> {
  const template = findVm(world, origin);
  if (!template.ok) return template;
  const copy = await planCopy(template.value, action.vm, chosenPools(action), world, ports);
  if (!copy.ok) return copy;
  const draft: DraftOf<'create'> = {
    ...emptyDraft({ name: action.vm, dirPath: '' }),
    ...copy.value,
    action,
    holds: [action.vm, origin],
  };
  return ok(finishPlan(draft, stepsOf(draft)));
}

const chosenPools = ({ pool, pools }: Creation): Pick<Move, 'pool' | 'pools'> => ({
  pool: pool ?? null,
  ...(pools === undefined ? {} : { pools }),
});

function cloningOf({ action, relocation }: DraftOf<'create'>): Move {
  const origin = originOf(action);
  if (relocation === null || origin === null) throw new Error('no plan of R4');
  const changes = changesOf(action, relocation.record);
  return { vm: origin, name: action.vm, ...chosenPools(action), changes, relocation };
}

/** The one that is meant: in a plan it is never left out. */
async function usualTemplate(
  { class: vmClass, template }: Creation,
  { qubes }: AdminPorts,
): Promise<Result<VmName | null, Failure>> {
  if (template !== undefined) return ok(template);
  if (!templateUses[vmClass].isUsual) return ok(null);
  const usual = await qubes.property(null, 'default_template');
  if (!usual.ok) return usual;
  return ok(usual.value.value === '' ? null : (usual.value.value as VmName));
}

/** Where each of its volumes goes: as asked, else where the system puts new ones. */
async function poolsFor(
  creation: Creation,
  { qubes }: AdminPorts,
): Promise<Result<NonNullable<Creation['pools']>, Failure>> {
  const pools: Partial<Record<'root' | 'private' | 'volatile', PoolId>> = {};
  for (const role of [...ownRoles(creation), 'volatile'] as const) {
    const chosen = creation.pools?.[role] ?? creation.pool;
    const usual = chosen === undefined ? await qubes.property(null, `default_pool_${role}`) : ok({ value: chosen });
    if (!usual.ok) return usual;
    pools[role] = usual.value.value as PoolId;
  }
  return ok(pools);
}

/** Whether a qube gives network to others is a setting of its own. */
async function networkBlockers(
  { netvm }: Creation,
  { inventory }: AdminWorld,
  { qubes }: AdminPorts,
): Promise<Result<readonly Blocker[], Failure>> {
  if (netvm?.kind !== 'vm') return ok([]);
  if (!inventory.vms.some(({ name }) => name === netvm.vm)) return ok([{ code: 'netvm-not-found', netvm: netvm.vm }]);
  const gives = await qubes.property(netvm.vm, 'provides_network');
  if (!gives.ok) return gives;
  return ok(gives.value.value === 'True' ? [] : [{ code: 'gives-no-network', netvm: netvm.vm }]);
}
