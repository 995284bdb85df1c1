import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CopiedMove } from '#shared/domain/in-place-move.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../../jobs/step.ts';
import { groupOf, keptVid, reservedVid, sessionVid } from '../../../storage/thin-volumes.ts';
import { inTurn } from '../../in-turn.ts';
import { isOwnLock } from '../../move-marks.ts';
import { byUuid, madeFor, placedMoves, reversed, type InPlaceMove } from '../in-place-move.ts';
import type { InPlacePorts, RegisteredQube } from '../in-place-ports.ts';
import { originalsUntouched } from './check-in-place.ts';

/**
 * Exchanges the volumes while qubesd is stopped. Every part is done once, whichever of them were done before a power cut:
 * a volume is known by lvm2's id of it, and the registry by what it says. An original lets go of its name before the copy
 * takes it where both are in one volume group, and after the registry is written where they are not: then the qube has all
 * of it in every registry that a crash can leave.
 */
export const switchPlaces = (move: InPlaceMove, ports: InPlacePorts): Step => ({
  name: 'switch',
  phase: 'switch',
  role: null,
  bytes: null,
  async run({ job }) {
    // A power cut starts it again.
    const stopped = await ports.service.stop();
    if (!stopped.ok) return stopped;
    const allowed = await mayBeSwitched(move, job, ports);
    if (!allowed.ok) return allowed;
    const backedUp = await ports.registry.backUp(job);
    if (!backedUp.ok) return backedUp;
    const { copied } = move.inPlace;
    const freed = await inTurn(copied.filter(isWithinGroup), (volume) => putAside(volume, move, job, ports));
    if (!freed.ok) return freed;
    const named = await inTurn(copied, (volume) => renameMade(volume, move, volume.to.vid, job, ports));
    if (!named.ok) return named;
    const written = await ports.registry.move(move.vm, placedMoves(move));
    return written.ok ? inTurn(copied, (volume) => putAside(volume, move, job, ports)) : written;
  },
  async undo({ job }) {
    const touched = await isTouched(move, job, ports);
    if (!touched.ok || !touched.value) return touched.ok ? done : touched;
    const stopped = await ports.service.stop();
    if (!stopped.ok) return stopped;
    const { copied } = move.inPlace;
    const across = copied.filter((volume) => !isWithinGroup(volume));
    const back = await inTurn(across, (volume) => bringBack(volume, ports));
    if (!back.ok) return back;
    const written = await ports.registry.move(move.vm, reversed(placedMoves(move)));
    if (!written.ok) return written;
    const freed = await inTurn(copied, (volume) =>
      renameMade(volume, move, reservedVid(volume.to.vid, job), job, ports),
    );
    return freed.ok ? inTurn(copied.filter(isWithinGroup), (volume) => bringBack(volume, ports)) : freed;
  },
});

const isWithinGroup = ({ from, to }: CopiedMove): boolean => groupOf(from.vid) === groupOf(to.vid);

/** Asked of LVM and the registry, as there is no qubesd to ask. */
async function mayBeSwitched(
  move: InPlaceMove,
  job: JobId,
  { thin, registry }: InPlacePorts,
): Promise<Result<void, Failure>> {
  const { vm, inPlace } = move;
  const qube = await registry.read(vm);
  if (!qube.ok) return qube;
  const { lock, madeFromIt } = qube.value;
  // Somebody took the lock off, and may have written to it since.
  if (lock === null || !isOwnLock(lock, job)) return err({ code: 'vm-changed', vm });
  const look = await thin.look();
  if (!look.ok) return look;
  const inUse = madeFromIt.map(sessionVid).find((vid) => look.value.volumes.has(vid));
  if (inUse !== undefined) return err({ code: 'volume-in-use', volume: inUse });
  const whole = inPlace.copied.every(({ name }) => madeFor(look.value, vm, name, job) !== undefined);
  if (!whole) return err({ code: 'vm-changed', vm });
  return originalsUntouched(move, look.value, job);
}

async function isTouched(
  { vm, inPlace }: InPlaceMove,
  job: JobId,
  { thin, registry }: InPlacePorts,
): Promise<Result<boolean, Failure>> {
  const [look, qube] = [await thin.look(), await registry.read(vm)];
  if (!look.ok) return look;
  if (!qube.ok) return qube;
  const { volumes } = look.value;
  const value = inPlace.copied.some((volume) => {
    const made = madeFor(look.value, vm, volume.name, job);
    const isAnyKept = [volume.original, ...volume.revisions].some(
      ({ uuid }) => byUuid(look.value, uuid)?.keptBy === job,
    );
    const isNamed = made !== undefined && made.vid !== reservedVid(volume.to.vid, job);
    return isNamed || isAnyKept || isAt(volume, qube.value);
  });
  // Started since, whatever the lock said, it holds what the originals do not.
  const isUsed = inPlace.copied.some(({ name, to, original }) => {
    const ours = [madeFor(look.value, vm, name, job)?.uuid, original.uuid];
    const there = volumes.get(to.vid);
    return volumes.has(sessionVid(to.vid)) || (there !== undefined && !ours.includes(there.uuid));
  });
  return value && isUsed ? err({ code: 'vm-changed', vm }) : { ok: true, value };
}

const isAt = ({ name, to }: CopiedMove, { places }: RegisteredQube): boolean => {
  const place = places.get(name);
  return place?.pool === to.pool && place.vid === to.vid;
};

/** The original and what there is of its older states, which nobody would know otherwise what they are of. */
async function putAside(
  { name, from, original, revisions }: CopiedMove,
  { vm }: InPlaceMove,
  job: JobId,
  { thin }: InPlacePorts,
): Promise<Result<void, Failure>> {
  const look = await thin.look();
  if (!look.ok) return look;
  return inTurn([...revisions, original], async ({ vid, uuid }) => {
    const seen = byUuid(look.value, uuid);
    if (seen === undefined) return done;
    const marked = await thin.markKept(seen, { vm, role: name, job });
    return marked.ok ? thin.rename(seen, keptVid(from.vid, job) + vid.slice(from.vid.length)) : marked;
  });
}

async function bringBack({ original, revisions }: CopiedMove, { thin }: InPlacePorts): Promise<Result<void, Failure>> {
  const look = await thin.look();
  if (!look.ok) return look;
  return inTurn([original, ...revisions], async ({ vid, uuid }) => {
    const seen = byUuid(look.value, uuid);
    if (seen === undefined) return done;
    const renamed = await thin.rename(seen, vid);
    return renamed.ok ? thin.markKept({ ...seen, vid }, null) : renamed;
  });
}

async function renameMade(
  { name }: CopiedMove,
  { vm }: InPlaceMove,
  toVid: string,
  job: JobId,
  { thin }: InPlacePorts,
): Promise<Result<void, Failure>> {
  const look = await thin.look();
  if (!look.ok) return look;
  const made = madeFor(look.value, vm, name, job);
  return made === undefined ? err({ code: 'vm-changed', vm }) : thin.rename(made, toVid);
}
