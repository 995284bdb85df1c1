import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { findReferences } from '../find-references.ts';
import { nameOf, type Move } from '../relocation-draft.ts';
import { devicesIn, followAgain, giveAgain, repoint } from '../repoint.ts';

/** Everything that names the copy names the new one, those too that somebody has made name it meanwhile. */
export const referBack = (move: Move, { qubes }: AdminPorts): Step => ({
  name: 'refer-back',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job }) {
    const copy = nameOf('copy', move, job);
    const { references, record } = move.relocation;
    const now = await findReferences(qubes, copy);
    if (!now.ok) return now;
    const pointed = await repoint(qubes, now.value, { from: copy, to: move.vm });
    if (!pointed.ok) return pointed;
    const following = await followAgain(qubes, references);
    if (!following.ok) return following;
    const own = record.assignments.map((assignment) => ({ vm: move.vm, assignment }));
    return giveAgain(qubes, [...devicesIn(references), ...own]);
  },
});
