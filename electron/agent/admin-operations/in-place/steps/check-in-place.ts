import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Step } from '../../../jobs/step.ts';
import { sessionVid, type ThinLook } from '../../../storage/thin-volumes.ts';
import type { AdminPorts } from '../../admin-ports.ts';
import { stillAsRecorded } from '../../steps/check-recorded.ts';
import { byUuid, madeFor, type InPlaceMove } from '../in-place-move.ts';
import type { InPlacePorts } from '../in-place-ports.ts';

/** A job may begin long after its plan. What may have changed since is looked at again where it counts: `switchPlaces`. */
export const checkInPlace = (move: InPlaceMove, ports: AdminPorts, { thin }: InPlacePorts): Step => ({
  name: 'check',
  phase: 'check',
  role: null,
  bytes: null,
  async run({ job }) {
    const same = await stillAsRecorded(move, ports);
    if (!same.ok) return same;
    const look = await thin.look();
    return look.ok ? originalsUntouched(move, look.value, job) : look;
  },
});

/** Every original is the one that was planned, written back and used by nobody, and its new place is free or the job's. */
export function originalsUntouched({ vm, inPlace }: InPlaceMove, look: ThinLook, job: JobId): Result<void, Failure> {
  for (const { name, from, to, original } of inPlace.copied) {
    const seen = byUuid(look, original.uuid);
    if (seen === undefined || (seen.vid !== from.vid && seen.keptBy !== job)) return err({ code: 'vm-changed', vm });
    if (seen.isOpen) return err({ code: 'volume-in-use', volume: seen.vid });
    for (const place of [from, to]) {
      if (look.volumes.has(sessionVid(place.vid))) return err({ code: 'vm-changed', vm });
    }
    const there = look.volumes.get(to.vid);
    const isOurs = there === undefined || there.uuid === original.uuid;
    if (!isOurs && there.uuid !== madeFor(look, vm, name, job)?.uuid) {
      return err({ code: 'name-taken', name: to.vid });
    }
  }
  return done;
}
