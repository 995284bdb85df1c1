import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import type { AdminPorts } from './admin-ports.ts';
import { carryOver } from './carry-over.ts';
import { inTurn } from './in-turn.ts';
import { checkMark, lock } from './move-marks.ts';
import { keptVolumes, nameOf, type Made, type Move } from './relocation-draft.ts';

/** Makes it with everything but what its volumes hold: it cannot be started, and says whose it is. */
export async function makeQube(
  made: Made,
  { vm, pool, relocation: { record, lock: by } }: Move,
  job: JobId,
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  const to = nameOf(made, { vm }, job);
  const { class: vmClass, label, template, volumes } = record;
  const pools = volumes.map(({ name }) => [name, pool] as const);
  const created = await qubes.create({ class: vmClass, name: to, label, template, pools });
  if (!created.ok) return created;
  const locked = await lock(qubes, to, job, by);
  if (!locked.ok) return locked;
  const carried = await carryOver(qubes, record, { of: vm, to });
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

/** Removes one that this job has made, if it is there, and tells which of its volumes qubesd left behind (facts T9). */
export async function removeMade(
  made: Made,
  move: Move,
  job: JobId,
  { qubes }: AdminPorts,
): Promise<Result<readonly string[], Failure>> {
  const name = nameOf(made, move, job);
  const found = await qubes.find(name);
  if (!found.ok) return found;
  if (found.value === undefined) return ok([]);
  // The copy's name is the job's own; the other one's is that of whoever has it.
  const marked = made === 'copy' ? done : await checkMark(qubes, name, job);
  if (!marked.ok) return marked;
  const vids: string[] = [];
  for (const { name: volume } of keptVolumes(move)) {
    const info = await qubes.volume(name, volume);
    if (info.ok) vids.push(info.value.vid);
  }
  const removed = await qubes.remove(name);
  return removed.ok ? vidsLeft(vids, move.pool, { qubes }) : removed;
}

/** Which of these are still in the pool. Only a thin pool tells of volumes that are nobody's. */
export async function vidsLeft(
  vids: readonly string[],
  pool: string,
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<readonly string[], Failure>> {
  const there = await qubes.vidsIn(pool);
  // Looking is no part of removing: where it is not allowed nothing is known, and nothing has failed.
  return ok(there.ok ? vids.filter((vid) => there.value.includes(vid)) : []);
}

/** The copy is all there: what was made of it may be removed and made again. */
export async function checkCopyWhole(move: Move, job: JobId, { qubes }: AdminPorts): Promise<Result<void, Failure>> {
  const vm = nameOf('copy', move, job);
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
