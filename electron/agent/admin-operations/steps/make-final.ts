import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { checkCopyWhole, makeQube, removeMade } from '../make-qube.ts';
import { lock, moveFeature } from '../move-marks.ts';
import { keptVolumes, type Move } from '../relocation-draft.ts';

/** Makes the qube again under its old name. */
export const makeFinal = (move: Move, ports: AdminPorts): Step => ({
  name: 'make-again',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job, remember, remembered }) {
    const whole = await checkCopyWhole(move, job, ports);
    if (!whole.ok) return whole;
    const found = await ports.qubes.find(move.vm);
    if (!found.ok) return found;
    if (found.value !== undefined) {
      const mark = await ports.qubes.feature(move.vm, moveFeature);
      if (!mark.ok) return mark;
      const isOurs = mark.value === job || (mark.value === null && remembered !== undefined);
      const claimed = isOurs
        ? await claim(mark.value, move, job, ports)
        : err<Failure>({ code: 'name-taken', name: move.vm });
      if (!claimed.ok) return claimed;
      const removed = await removeMade('final', move, job, ports);
      if (!removed.ok) return removed;
    }
    remember({ begun: true });
    return makeQube('final', move, job, ports);
  },
});

/** Cut off between making and marking it, this one is the job's if nothing was ever put into it, where it would be. */
async function claim(
  mark: string | null,
  move: Move,
  job: Parameters<typeof lock>[2],
  { qubes }: AdminPorts,
): Promise<Result<void, Failure>> {
  if (mark !== null) return done;
  for (const { name } of keptVolumes(move)) {
    const info = await qubes.volume(move.vm, name);
    if (!info.ok) return info;
    if (info.value.pool !== move.pool || info.value.usedBytes !== 0) return err({ code: 'name-taken', name: move.vm });
  }
  return lock(qubes, move.vm, job, move.relocation.lock);
}
