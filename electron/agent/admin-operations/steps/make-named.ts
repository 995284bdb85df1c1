import { done, err } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { checkCopyWhole, makeQube, removeMade } from '../make-qube.ts';
import { moveFeature } from '../move-marks.ts';
import { nameOf, type Made, type Move } from '../relocation-draft.ts';
import { undoMade } from '../undo-made.ts';

/** Makes a qube under a name that anybody could have taken meanwhile: the one moved, again, or a clone. */
export const makeNamed = (made: Exclude<Made, 'copy'>, move: Move, ports: AdminPorts): Step => ({
  name: made === 'final' ? 'make-again' : 'make',
  phase: made === 'final' ? 'finish' : 'reserve',
  role: null,
  bytes: null,
  async run({ job, remember, remembered }) {
    const whole = made === 'final' ? await checkCopyWhole('copy', move, job, ports) : done;
    if (!whole.ok) return whole;
    const name = nameOf(made, move, job);
    const found = await ports.qubes.find(name);
    if (!found.ok) return found;
    if (found.value !== undefined) {
      const mark = await ports.qubes.feature(name, moveFeature);
      if (!mark.ok) return mark;
      // Nothing was begun here yet: it is somebody else's.
      if (mark.value === null && remembered === undefined) return err({ code: 'name-taken', name });
      const removed = await removeMade(made, move, job, ports);
      if (!removed.ok) return removed;
    }
    remember({ begun: true });
    return makeQube(made, move, job, ports);
  },
  ...(made === 'clone' ? { undo: ({ job }) => undoMade(made, move, job, ports) } : {}),
});
