import { done } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { carryTheLast } from '../carry-over.ts';
import { ownQube } from '../make-qube.ts';
import { moveFeature, openLock } from '../move-marks.ts';
import { nameOf, type Move } from '../relocation-draft.ts';
import { removeOwn } from '../remove-own.ts';

/** The new one was compared: the copy has done its service. */
export const removeCopy = (move: Move, ports: AdminPorts): Step => ({
  name: 'remove-copy',
  phase: 'finish',
  role: null,
  bytes: null,
  async run({ job, tell }) {
    const left = await removeOwn(ownQube('copy', move, job), ports);
    if (!left.ok) return left;
    const vm = nameOf('copy', move, job);
    tell(left.value.map((one) => ({ code: 'volumes-left', vm, ...one })));
    return done;
  },
});

/** It may be started again. The mark goes last: as long as it is there the job is not done. */
export const unlock = ({ vm, relocation: { record, lock: by } }: Move, { qubes }: AdminPorts): Step => ({
  name: 'unlock',
  phase: 'finish',
  role: null,
  bytes: null,
  async run() {
    const opened = await openLock(qubes, vm, by, record);
    if (!opened.ok) return opened;
    const carried = await carryTheLast(qubes, record, vm);
    return carried.ok ? qubes.setFeature(vm, moveFeature, null) : carried;
  },
});
