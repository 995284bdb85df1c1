import { done, err } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import { isException } from '../../qubes/admin-api/is-exception.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { checkMark, lock, moveFeature, openLock } from '../move-marks.ts';
import type { Move } from '../relocation-draft.ts';

/** From here on nobody starts it. It may have been started just before. */
export const lockOriginal = ({ vm, relocation: { lock: by, record } }: Move, { qubes }: AdminPorts): Step => ({
  name: 'lock',
  phase: 'reserve',
  role: null,
  bytes: null,
  async run({ job }) {
    const free = await checkMark(qubes, vm, job);
    if (!free.ok) return free;
    const locked = await lock(qubes, vm, job, by);
    if (!locked.ok) return locked;
    const found = await qubes.find(vm);
    if (!found.ok) return found;
    if (found.value === undefined) return err({ code: 'vm-not-found', vm });
    const { power } = found.value;
    return power === 'halted' ? done : err({ code: 'refused', blockers: [{ code: 'vm-not-halted', vm, power }] });
  },
  async undo({ job }) {
    const mark = await qubes.feature(vm, moveFeature);
    if (!mark.ok) return isException(mark.error, 'QubesVMNotFoundError') ? done : mark;
    if (mark.value !== job) return done;
    const opened = await openLock(qubes, vm, by, record);
    return opened.ok ? qubes.setFeature(vm, moveFeature, null) : opened;
  },
});
