import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import type { AdminPorts } from './admin-ports.ts';
import { carryOver } from './carry-over.ts';
import { inTurn } from './in-turn.ts';
import { lock, moveFeature } from './move-marks.ts';
import { keptVolumes, nameOf, poolFor, wantedRecord, type Made, type Move } from './relocation-draft.ts';

/** Makes it with everything but what its volumes hold: it cannot be started, and says whose it is. */
export async function makeQube(
  made: Made,
  move: Move,
  job: JobId,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const { lock: by } = move.relocation;
  const record = wantedRecord(move);
  const to = nameOf(made, move, job);
  const { class: vmClass, label, template, volumes } = record;
  const pools = volumes.map((volume) => [volume.name, poolFor(move, volume)] as const);
  const created = await qubes.create({ class: vmClass, name: to, label, template, pools });
  if (!created.ok) return created;
  const locked = await lock(qubes, to, job, by);
  if (!locked.ok) return locked;
  const carried = await carryOver(qubes, record, { of: move.vm, to });
  if (!carried.ok) return carried;
  // The room that it is given at its starts was chosen once, too.
  return inTurn(
    volumes.filter(({ isKept }) => !isKept),
    (volume) => setVolatile(qubes, to, volume),
  );
}

async function setVolatile(
  qubes: AdminQubes,
  vm: string,
  { name, sizeBytes, isEphemeral }: RecordedVolume,
): Promise<Result<void, Failure>> {
  const now = await qubes.volume(vm, name);
  if (!now.ok) return now;
  const grown = (now.value.sizeBytes ?? 0) < sizeBytes ? await qubes.resize(vm, name, sizeBytes) : done;
  if (!grown.ok || now.value.isEphemeral === isEphemeral) return grown;
  return qubes.setVolume(vm, name, 'ephemeral', isEphemeral);
}

/** Volumes that qubesd left behind in a pool (facts T9). */
interface Left {
  readonly pool: string;
  readonly vids: readonly string[];
}

/** Removes one that this job has made, if it is there, and tells what of its volumes is still there behind that. */
export async function removeMade(
  made: Made,
  move: Move,
  job: JobId,
  { qubes }: AdminPorts,
): Promise<Result<readonly Left[], Failure>> {
  const name = nameOf(made, move, job);
  const found = await qubes.find(name);
  if (!found.ok) return found;
  if (found.value === undefined) return ok([]);
  // The copy's name is the job's own; another one's is that of whoever has it.
  const own = made === 'copy' ? done : await checkOwn(name, move, job, { qubes });
  if (!own.ok) return own;
  const places: { pool: string; vid: string }[] = [];
  for (const { name: volume } of keptVolumes(move)) {
    const info = await qubes.volume(name, volume);
    if (info.ok) places.push(info.value);
  }
  const removed = await qubes.remove(name);
  return removed.ok ? ok(await whatIsLeft(places, { qubes })) : removed;
}

/**
 * It carries the job's mark. Cut off between making and marking it, it is the job's if nothing was ever put into it, where
 * the job would have it.
 */
async function checkOwn(
  name: VmName,
  move: Move,
  job: JobId,
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<void, Failure>> {
  const mark = await qubes.feature(name, moveFeature);
  if (!mark.ok) return mark;
  if (mark.value === job) return done;
  const taken = err({ code: 'name-taken', name } as const);
  if (mark.value !== null) return taken;
  return inTurn(keptVolumes(move), async (volume) => {
    const info = await qubes.volume(name, volume.name);
    if (!info.ok) return info;
    return info.value.pool === poolFor(move, volume) && info.value.usedBytes === 0 ? done : taken;
  });
}

/** Which of these are still in their pools. Only a thin pool tells of volumes that are nobody's. */
export async function whatIsLeft(
  places: readonly { readonly pool: string; readonly vid: string }[],
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const pool of new Set(places.map((place) => place.pool))) {
    const there = await qubes.vidsIn(pool);
    // Looking is no part of removing: where it is not allowed nothing is known, and nothing has failed.
    const vids = places.filter((place) => place.pool === pool && there.ok && there.value.includes(place.vid));
    if (vids.length > 0) left.push({ pool, vids: vids.map(({ vid }) => vid) });
  }
  return left;
}

/** The copy is all there: what was made of it may be removed and made again. */
export async function checkCopyWhole(
  made: Exclude<Made, 'final'>,
  move: Move,
  job: JobId,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const vm = nameOf(made, move, job);
  const found = await qubes.find(vm);
  if (!found.ok) return found;
  if (found.value === undefined) return err({ code: 'vm-not-found', vm });
  const { power } = found.value;
  if (power !== 'halted') return err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
  return inTurn(keptVolumes(move), async ({ name, sizeBytes }) => {
    const info = await qubes.volume(vm, name);
    if (!info.ok) return info;
    if (info.value.sizeBytes === sizeBytes) return done;
    const detail = `it has ${info.value.sizeBytes ?? 0} bytes instead of ${sizeBytes}`;
    return err({ code: 'copy-incomplete', vm, volume: name, detail });
  });
}
