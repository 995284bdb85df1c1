import { done, err } from '#shared/base/result.ts';
import type { Step } from '../../../jobs/step.ts';
import type { AdminPorts } from '../../admin-ports.ts';
import { moveFeature, openLock } from '../../move-marks.ts';
import type { InPlaceMove } from '../in-place-move.ts';

/** It may be started from here on, and then holds what the originals do not. The mark goes last: until then the job is not done. */
export const unlockInPlace = ({ vm, relocation: { record, lock } }: InPlaceMove, { qubes }: AdminPorts): Step => ({
  name: 'unlock',
  phase: 'finish',
  role: null,
  bytes: null,
  isPointOfNoReturn: true,
  async run() {
    const opened = await openLock(qubes, vm, lock, record);
    const unmarked = opened.ok ? await qubes.setFeature(vm, moveFeature, null) : opened;
    // A call without an answer may have been carried out.
    return unmarked.ok ? done : err({ code: 'switch-uncertain', path: 'qubesd' });
  },
});
