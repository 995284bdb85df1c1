import { bytes, sumBytes } from '#shared/base/bytes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CopiedMove, InPlace } from '#shared/domain/in-place-move.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { Plan } from '#shared/domain/plan.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { RecordedVolume, Relocation } from '#shared/domain/relocation.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { volumeRoles, type VolumeRole } from '#shared/domain/volume.ts';
import { expectedBytesPerSecond } from '#shared/rules/expected-speeds.ts';
import { inPlaceBlockers } from '#shared/rules/in-place-blockers.ts';
import { emptyDraft, finishPlan } from '../../operations/finish-plan.ts';
import type { DraftOf } from '../../operations/plan-draft.ts';
import type { PoolInfo } from '../../qubes/admin-api/pool-info.ts';
import type { SeenVolume, ThinLook } from '../../storage/thin-volumes.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { poolInfosOf } from '../pools-of-move.ts';
import { relocatedVolumes } from '../relocated-volumes.ts';
import { sessionBlockers } from '../session-blockers.ts';
import { inPlaceMoveOf } from './in-place-move.ts';
import type { InPlacePorts } from './in-place-ports.ts';
import { inPlaceSteps } from './in-place-steps.ts';

export interface InPlaceRequest {
  readonly vm: Vm;
  readonly pool: Pool;
  readonly around: Pick<Relocation, 'record' | 'lock'>;
  /** What stands against any move. */
  readonly blockers: readonly Blocker[];
  readonly inventory: Inventory;
  readonly jobs: readonly Job[];
}

/** A qube keeps its place and gets other volumes. Changes nothing. */
export async function planInPlace(
  { vm, pool, around, blockers: found, inventory, jobs }: InPlaceRequest,
  ports: AdminPorts,
): Promise<Result<Plan, Failure>> {
  const hands = ports.inPlace;
  if (hands === null) return err({ code: 'refused', blockers: [...found, { code: 'in-place-needs-root' }] });
  const { record } = around;
  const moved = record.volumes.filter((volume) => volume.pool !== pool.name);
  const infos = await poolInfosOf([pool.name, ...record.volumes.map((volume) => volume.pool)], ports);
  if (!infos.ok) return infos;
  const look = await hands.thin.look();
  if (!look.ok) return look;
  const dirty = await sessionBlockers(vm.name, record.volumes, ports);
  if (!dirty.ok) return dirty;
  const target = infos.value.get(pool.name);
  const inThinPools = [target, ...moved.filter(({ isKept }) => isKept).map((one) => infos.value.get(one.pool))];
  const taken = target === undefined ? [] : takenNames(vm.name, moved, target, look.value);
  const blockers = [
    ...found,
    ...inPlaceBlockers({ vm, pool, record, inventory, jobs }),
    ...dirty.value,
    ...(inThinPools.every((info) => info?.driver === 'lvm_thin') ? [] : [{ code: 'in-place-thin-only' } as const]),
    ...taken.map((volume) => ({ code: 'target-name-taken', vm: vm.name, volume, pool: pool.name }) as const),
  ];
  if (blockers.length > 0 || target === undefined) return err({ code: 'refused', blockers });
  const inPlace = inPlaceFrom(vm.name, pool, moved, target, look.value);
  if (inPlace === undefined || !(await isRegisteredSo(vm.name, inPlace, hands))) {
    return err({ code: 'vm-changed', vm: vm.name });
  }
  return ok(draftPlan({ vm, pool, around, inPlace, infos: infos.value, moved, inventory }, ports, hands));
}

function draftPlan(
  {
    vm,
    pool,
    around,
    inPlace,
    infos,
    moved,
    inventory,
  }: Pick<InPlaceRequest, 'vm' | 'pool' | 'around' | 'inventory'> & {
    readonly inPlace: InPlace;
    readonly infos: ReadonlyMap<string, PoolInfo>;
    readonly moved: readonly RecordedVolume[];
  },
  ports: AdminPorts,
  hands: InPlacePorts,
): Plan {
  const action: ActionOf<'migrate'> = { kind: 'migrate', vm: vm.name, pool: pool.id, isInPlace: true };
  const copyBytes = sumBytes(inPlace.copied.map(({ sizeBytes }) => sizeBytes));
  const keptBytes = sumBytes(inPlace.copied.map(({ usedBytes }) => usedBytes));
  const kept = moved.filter(({ isKept }) => isKept);
  const draft: DraftOf<'migrate'> = {
    ...emptyDraft({ name: vm.name, dirPath: '' }),
    action,
    holds: [vm.name, ...descendantsOf(vm.name, inventory.vms).map(({ name }) => name)],
    // Copied whatever the two pools are called: qubesd has no part in it.
    volumes: relocatedVolumes({ from: vm.name, to: vm.name }, kept, pool, infos).map((one) => ({ ...one, by: 'copy' })),
    relocation: { ...around, references: [], imported: [], inPlace },
    copyBytes,
    estimatedSeconds: copyBytes / expectedBytesPerSecond.copy,
    notes: [{ code: 'volumes-kept', bytes: bytes(keptBytes) }, { code: 'identity-stays' }, { code: 'qubesd-stops' }],
  };
  return finishPlan(draft, inPlaceSteps(inPlaceMoveOf(draft), ports, hands));
}

/** All that are made from it at every start, or from one that is. */
const descendantsOf = (name: VmName, vms: readonly Vm[]): readonly Vm[] =>
  vms.filter(({ template }) => template === name).flatMap((child) => [child, ...descendantsOf(child.name, vms)]);

const targetVid = (vm: VmName, name: string, { volumeGroup }: PoolInfo): string =>
  `${volumeGroup ?? ''}/vm-${vm}-${name}`;

/** Names that the new volumes would have and others have. Its own is put aside first. */
function takenNames(
  vm: VmName,
  moved: readonly RecordedVolume[],
  target: PoolInfo,
  { volumes }: ThinLook,
): readonly string[] {
  return moved
    .filter(({ isKept }) => isKept)
    .filter(({ name, vid }) => volumes.has(targetVid(vm, name, target)) && vid !== targetVid(vm, name, target))
    .map(({ name }) => targetVid(vm, name, target));
}

/** undefined: LVM does not have what qubesd tells of. */
function inPlaceFrom(
  vm: VmName,
  pool: Pool,
  moved: readonly RecordedVolume[],
  target: PoolInfo,
  { volumes }: ThinLook,
): InPlace | undefined {
  const place = (volume: RecordedVolume, name: VolumeRole) => ({
    name,
    from: { pool: volume.pool, vid: volume.vid },
    to: { pool: pool.name, vid: targetVid(vm, volume.name, target) },
  });
  const copied: CopiedMove[] = [];
  const volatile: InPlace['volatile'][number][] = [];
  for (const volume of moved) {
    const role = volumeRoles.find((known) => known === volume.name);
    if (role === undefined) continue;
    if (!volume.isKept) {
      volatile.push(place(volume, role));
      continue;
    }
    const original = volumes.get(volume.vid);
    if (original === undefined) return undefined;
    const { vid, uuid, sizeBytes, usedBytes } = original;
    const revisions = revisionsOf(vid, volumes);
    copied.push({ ...place(volume, role), sizeBytes, usedBytes, original: { vid, uuid }, revisions });
  }
  const thinPool = `${target.volumeGroup ?? ''}/${target.thinPool ?? ''}`;
  return copied.length === 0 ? undefined : { thinPool, copied, volatile };
}

/** qubesd finds them the same way: by the volume's name, a hyphen and `-back` at the end. */
const revisionsOf = (vid: string, volumes: ReadonlyMap<string, SeenVolume>): CopiedMove['revisions'] =>
  [...volumes.values()]
    .filter((one) => one.vid.startsWith(`${vid}-`) && /^-\d+-back$/.test(one.vid.slice(vid.length)))
    .map((one) => ({ vid: one.vid, uuid: one.uuid }));

/** What qubesd says and what it has written down are the same thing. */
async function isRegisteredSo(vm: VmName, inPlace: InPlace, { registry }: InPlacePorts): Promise<boolean> {
  const qube = await registry.read(vm);
  return (
    qube.ok &&
    [...inPlace.copied, ...inPlace.volatile].every(({ name, from }) => {
      const written = qube.value.places.get(name);
      return written?.pool === from.pool && written.vid === from.vid;
    })
  );
}
