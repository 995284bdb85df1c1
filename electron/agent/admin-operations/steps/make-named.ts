import { done } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { checkCopyWhole, makeQube, ownQube } from '../make-qube.ts';
import type { Made, Move } from '../relocation-draft.ts';
import { makeOwn, undoOwn } from '../remove-own.ts';

/** Makes a qube under a name that anybody could have taken meanwhile: the one moved, again, or a clone. */
export const makeNamed = (made: Exclude<Made, 'copy'>, move: Move, ports: AdminPorts): Step => ({
  name: made === 'final' ? 'make-again' : 'make',
  phase: made === 'final' ? 'finish' : 'reserve',
  role: null,
  bytes: null,
  async run(tools) {
    const { job } = tools;
    const whole = made === 'final' ? await checkCopyWhole('copy', move, job, ports) : done;
    if (!whole.ok) return whole;
    return makeOwn(ownQube(made, move, job), tools, () => makeQube(made, move, job, ports), ports);
  },
  ...(made === 'clone' ? { undo: ({ job }) => undoOwn(ownQube(made, move, job), ports) } : {}),
});
