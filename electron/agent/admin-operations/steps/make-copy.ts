import { volumeRoles } from '#shared/domain/volume.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { Step } from '../../jobs/step.ts';
import type { AdminPorts } from '../admin-ports.ts';
import { fillVolume } from '../fill-volume.ts';
import { makeQube, ownQube } from '../make-qube.ts';
import type { Made, Move } from '../relocation-draft.ts';
import { isDoubtful, remakeUpTo } from '../remake.ts';
import { removeOwn, undoOwn } from '../remove-own.ts';

/** Makes the copy, under a name of the job's own. One of that name is what a cut-off run has begun. */
export const makeCopy = (move: Move, ports: AdminPorts): Step => ({
  name: 'make-copy',
  phase: 'reserve',
  role: null,
  bytes: null,
  async run({ job }) {
    const removed = await removeOwn(ownQube('copy', move, job), ports);
    return removed.ok ? makeQube('copy', move, job, ports) : removed;
  },
  undo: ({ job }) => undoOwn(ownQube('copy', move, job), ports),
});

/**
 * Fills one volume. When that was cut off, or qubesd went away meanwhile, nobody knows what is in it or whether qubesd is
 * still at it: the qube is made again, which waits for it.
 */
export const copyVolume = (made: Made, volume: RecordedVolume, move: Move, ports: AdminPorts): Step => ({
  name: made === 'final' ? 'copy-back' : 'copy',
  phase: made === 'final' ? 'finish' : 'copy',
  role: volumeRoles.find((role) => role === volume.name) ?? null,
  bytes: made === 'final' ? null : volume.usedBytes,
  async run(tools) {
    if (tools.remembered !== undefined) return remakeUpTo(made, volume, move, tools, ports);
    tools.remember({ begun: true });
    const filled = await fillVolume(made, volume, move, tools, ports);
    if (filled.ok || !isDoubtful(filled.error)) return filled;
    return remakeUpTo(made, volume, move, tools, ports);
  },
});
