import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { nameOf, type Move } from '../relocation-draft.ts';
import { devicesIn, followAgain, giveAgain, ofBackend } from '../repoint.ts';
import { tellDifferences } from '../tell-differences.ts';

/** The original is gone: its devices are given out under the new name, and what could not be made as it was is told. */
export const referOn = (move: Move, ports: AdminPorts): Step => ({
  name: 'refer-on',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job, tell }) {
    const to = nameOf('clone', move, job);
    const { references, record } = move.relocation;
    const following = await followAgain(ports.qubes, references);
    if (!following.ok) return following;
    const own = record.assignments.map((assignment) => ({ vm: to, assignment }));
    const given = devicesIn(references).map((one) => ofBackend(one, { from: move.vm, to }));
    const again = await giveAgain(ports.qubes, [...given, ...own]);
    return again.ok ? tellDifferences(move, to, tell, ports) : again;
  },
});
