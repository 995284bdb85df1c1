import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { AdminPorts } from './admin-ports.ts';
import { inTurn } from './in-turn.ts';
import { moveFeature } from './move-marks.ts';

/** A qube that a job makes, or has made. */
export interface OwnQube {
  readonly name: VmName;
  readonly label: string;
  /** Those of its volumes that hold something, and the pools that they are made in. */
  readonly volumes: readonly { readonly name: string; readonly pool: string }[];
  /** null where the name is one that nobody but the job has. */
  readonly job: JobId | null;
}

/** Volumes that qubesd left behind in a pool (facts T9). */
export interface Left {
  readonly pool: string;
  readonly vids: readonly string[];
}

/** Removes one that this job has made, if it is there, and tells what of its volumes is still there behind that. */
export async function removeOwn(
  own: OwnQube,
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<readonly Left[], Failure>> {
  const { name, volumes } = own;
  const found = await qubes.find(name);
  if (!found.ok) return found;
  if (found.value === undefined) return ok([]);
  const checked = await checkOwn(own, { qubes });
  if (!checked.ok) return checked;
  const places: { pool: string; vid: string }[] = [];
  for (const volume of volumes) {
    const info = await qubes.volume(name, volume.name);
    if (info.ok) places.push(info.value);
  }
  const removed = await qubes.remove(name);
  return removed.ok ? ok(await whatIsLeft(places, { qubes })) : removed;
}

/** The same as an undo: volumes that qubesd leaves behind are a failure of that. */
export async function undoOwn(own: OwnQube, ports: Pick<AdminPorts, 'qubes'>): Promise<Result<void, Failure>> {
  const left = await removeOwn(own, ports);
  if (!left.ok) return left;
  const [first] = left.value;
  return first === undefined ? done : err({ code: 'volumes-left', vm: own.name, ...first });
}

/**
 * It carries the job's mark. Cut off between making and marking it, it is the job's if it looks like what the job makes, and
 * nothing was ever put into it, where the job would have it.
 */
async function checkOwn(
  { name, label, volumes, job }: OwnQube,
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<void, Failure>> {
  if (job === null) return done;
  const mark = await qubes.feature(name, moveFeature);
  if (!mark.ok) return mark;
  if (mark.value === job) return done;
  const taken = err({ code: 'name-taken', name } as const);
  if (mark.value !== null) return taken;
  const shown = await qubes.property(name, 'label');
  if (!shown.ok) return shown;
  if (shown.value.value !== label) return taken;
  return inTurn(volumes, async (volume) => {
    const info = await qubes.volume(name, volume.name);
    if (!info.ok) return info;
    return info.value.pool === volume.pool && info.value.usedBytes === 0 ? done : taken;
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

/**
 * Makes a qube under a name that anybody could have taken meanwhile. What is there when it begins is somebody else's; what
 * is there later this job has made, and makes anew.
 */
export async function makeOwn(
  own: OwnQube,
  { remember, remembered }: { readonly remember: (facts: unknown) => void; readonly remembered: unknown },
  make: () => Promise<Result<void, Failure>>,
  { qubes }: Pick<AdminPorts, 'qubes'>,
): Promise<Result<void, Failure>> {
  const { name } = own;
  const found = await qubes.find(name);
  if (!found.ok) return found;
  if (found.value !== undefined) {
    const mark = await qubes.feature(name, moveFeature);
    if (!mark.ok) return mark;
    if (mark.value === null && remembered === undefined) return err({ code: 'name-taken', name });
    const removed = await removeOwn(own, { qubes });
    if (!removed.ok) return removed;
  }
  remember({ begun: true });
  return make();
}
