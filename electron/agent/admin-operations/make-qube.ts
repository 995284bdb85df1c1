import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';
import type { AdminPorts } from './admin-ports.ts';
import { carryOver } from './carry-over.ts';
import { inTurn } from './in-turn.ts';
import { lock } from './move-marks.ts';
import { keptVolumes, nameOf, poolFor, wantedRecord, type Made, type Move } from './relocation-draft.ts';
import type { OwnQube } from './remove-own.ts';

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

export const ownQube = (made: Made, move: Move, job: JobId): OwnQube => ({
  name: nameOf(made, move, job),
  label: wantedRecord(move).label,
  volumes: keptVolumes(move).map((volume) => ({ name: volume.name, pool: poolFor(move, volume) })),
  // The copy's name is the job's own; another one's is that of whoever has it.
  job: made === 'copy' ? null : job,
});

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
