import { bytes, sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { Relocation } from '#shared/domain/relocation.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { recordBlockers, relocationBlockers, roomBlockers } from '#shared/rules/relocation-blockers.ts';
import type { Step } from '../jobs/step.ts';
import { emptyDraft, finishPlan } from '../operations/finish-plan.ts';
import type { Operation } from '../operations/operation.ts';
import type { DraftOf } from '../operations/plan-draft.ts';
import type { AdminPorts, AdminWorld } from './admin-ports.ts';
import { findReferences, referrersIn } from './find-references.ts';
import { inPlaceMoveOf } from './in-place/in-place-move.ts';
import { inPlaceSteps } from './in-place/in-place-steps.ts';
import { planInPlace } from './in-place/plan-in-place.ts';
import { checkMark } from './move-marks.ts';
import { recordQube } from './record-qube.ts';
import { moveOf } from './relocation-draft.ts';
import { relocationNotes } from './relocation-notes.ts';
import { relocationSteps } from './relocation-steps.ts';
import { relocatedVolumes } from './relocated-volumes.ts';
import { sessionBlockers } from './session-blockers.ts';
import { poolInfosOf, sharesBlocks, takenForOne } from './pools-of-move.ts';

/** With these there is no plan to be looked for. */
const endsAll: readonly Blocker['code'][] = ['class-not-movable', 'pool-holds-no-volumes'];

/** Moves an R4 qube's own volumes to another pool, with its name and everything that names it. */
export const relocateOperation = (ports: AdminPorts): Operation<'migrate', AdminWorld> => ({
  async plan(action, { inventory }, jobs) {
    const vm = inventory.vms.find(({ name }) => name === action.vm);
    if (vm === undefined) return err({ code: 'vm-not-found', vm: action.vm });
    const pool = inventory.pools.find(({ id }) => id === action.pool);
    if (pool === undefined && action.pool !== undefined) {
      return err({ code: 'refused', blockers: [{ code: 'pool-not-found', pool: action.pool }] });
    }
    const blockers = relocationBlockers(vm, pool, jobs);
    if (pool === undefined || blockers.some(({ code }) => endsAll.includes(code))) {
      return err({ code: 'refused', blockers });
    }
    if (action.isInPlace === true) {
      const around = await readAround(vm, ports);
      if (!around.ok) return around;
      return planInPlace({ vm, pool, around: around.value, blockers, inventory, jobs }, ports);
    }
    const powers = new Map(inventory.vms.map(({ name, power }) => [name, power]));
    return planInto(pool, vm, blockers, powers, ports);
  },
  steps: (plan) => stepsOf(plan, ports),
});

function stepsOf(plan: DraftOf<'migrate'>, ports: AdminPorts): readonly Step[] {
  if ((plan.relocation?.inPlace ?? null) === null) return relocationSteps(moveOf(plan), ports);
  // Only an agent of root's has planned it, and its journal is nobody else's.
  return ports.inPlace === null ? [] : inPlaceSteps(inPlaceMoveOf(plan), ports, ports.inPlace);
}

async function planInto(
  pool: Pool,
  vm: Vm,
  found: readonly Blocker[],
  powers: Parameters<typeof recordBlockers>[3],
  ports: AdminPorts,
): Promise<Result<Plan, Failure>> {
  const read = await readAround(vm, ports);
  if (!read.ok) return read;
  const { record, references } = read.value;
  const infos = await poolInfosOf([pool.name, ...record.volumes.map((volume) => volume.pool)], ports);
  if (!infos.ok) return infos;
  const target = infos.value.get(pool.name);
  if (target === undefined) throw new Error('the pool that was asked for was not asked about');
  const kept = record.volumes.filter(({ isKept }) => isKept);
  const imported = kept.filter((volume) => takenForOne(infos.value.get(volume.pool), target));
  const dirty = await sessionBlockers(vm.name, record.volumes, ports);
  if (!dirty.ok) return dirty;
  const blockers = [
    ...found,
    ...recordBlockers(vm.name, pool, read.value, powers),
    ...roomBlockers(
      pool,
      kept.filter((volume) => volume.pool !== pool.name),
      sharesBlocks(target) ? 1 : 2,
    ),
    ...dirty.value,
    ...(imported.length > 0 && ports.dom0Root === null
      ? [{ code: 'thin-pools-of-one-name', thinPool: target.thinPool ?? '' } as const]
      : []),
  ];
  if (blockers.length > 0) return err({ code: 'refused', blockers });
  const action: ActionOf<'migrate'> = { kind: 'migrate', vm: vm.name, pool: pool.id };
  const volumes = relocatedVolumes({ from: vm.name, to: vm.name }, kept, pool, infos.value);
  const copyBytes = sumBytes(volumes.map(({ dataBytes, by }) => (by === 'copy' ? dataBytes : bytes(0))));
  const draft: DraftOf<'migrate'> = {
    ...emptyDraft({ name: vm.name, dirPath: '' }),
    action,
    holds: [vm.name, ...referrersIn(references)],
    volumes,
    relocation: {
      record,
      references,
      lock: read.value.lock,
      imported: imported.map(({ name }) => name),
      inPlace: null,
    },
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy,
  };
  const noted = { ...draft, notes: relocationNotes(draft, vm, target, pool, ports) };
  return ok(finishPlan(noted, relocationSteps(moveOf(noted), ports)));
}

type Around = Pick<Relocation, 'record' | 'references' | 'lock'>;

async function readAround({ name, class: vmClass }: Vm, { qubes }: AdminPorts): Promise<Result<Around, Failure>> {
  const marked = await checkMark(qubes, name, null);
  if (!marked.ok) return marked;
  const listed = await qubes.find(name);
  if (!listed.ok) return listed;
  if (listed.value === undefined) return err({ code: 'vm-not-found', vm: name });
  const { uuid } = listed.value;
  const [record, references] = await Promise.all([
    recordQube(qubes, { name, class: vmClass, uuid }),
    findReferences(qubes, name),
  ]);
  if (!record.ok) return record;
  if (!references.ok) return references;
  // R4.2 would take the feature, and start the qube all the same (facts §4.4).
  return ok({ record: record.value, references: references.value, lock: uuid === null ? 'tag' : 'feature' });
}
