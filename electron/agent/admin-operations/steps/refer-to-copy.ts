import { done } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { nameOf, type Made, type Move } from '../relocation-draft.ts';
import { devicesIn, followAgain, giveAgain, repoint, withhold } from '../repoint.ts';

/** Everything that names the original names the copy, so that the original can go. */
export const referToCopy = (made: Exclude<Made, 'final'>, move: Move, { qubes }: AdminPorts): Step => {
  const { vm, relocation } = move;
  const { references, record } = relocation;
  return {
    name: 'refer-to-copy',
    phase: 'switch',
    role: null,
    bytes: null,
    async run({ job }) {
      const withheld = await withhold(qubes, devicesIn(references));
      if (!withheld.ok) return withheld;
      const pointed = await repoint(qubes, references, { from: vm, to: nameOf(made, move, job) });
      if (!pointed.ok || !record.isOfPackage) return pointed;
      return qubes.setProperty(vm, 'installed_by_rpm', 'False');
    },
    async undo({ job }) {
      const owned = record.isOfPackage ? await qubes.setProperty(vm, 'installed_by_rpm', 'True') : done;
      if (!owned.ok) return owned;
      const pointed = await repoint(qubes, references, { from: nameOf(made, move, job), to: vm });
      if (!pointed.ok) return pointed;
      const following = await followAgain(qubes, references);
      return following.ok ? giveAgain(qubes, devicesIn(references)) : following;
    },
  };
};
