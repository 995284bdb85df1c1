import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { carryTheLast } from '../carry-over.ts';
import { moveFeature, openLock } from '../move-marks.ts';
import { nameOf, wantedRecord, type Move } from '../relocation-draft.ts';
import { giveAgain } from '../repoint.ts';

/** It is a qube like any other from here on. No package owns it. */
export const finishClone = (cloning: Move, { qubes }: AdminPorts): Step => ({
  name: 'unlock',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job }) {
    const vm = nameOf('clone', cloning, job);
    const { lock } = cloning.relocation;
    const record = wantedRecord(cloning);
    const given = await giveAgain(
      qubes,
      record.assignments.map((assignment) => ({ vm, assignment })),
    );
    if (!given.ok) return given;
    const opened = await openLock(qubes, vm, lock, record);
    if (!opened.ok) return opened;
    const carried = await carryTheLast(qubes, { ...record, isOfPackage: false }, vm);
    return carried.ok ? qubes.setFeature(vm, moveFeature, null) : carried;
  },
});
