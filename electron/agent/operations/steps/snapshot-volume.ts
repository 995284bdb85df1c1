import { done } from '#shared/base/result.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { DraftOf, OperationPorts } from '../plan-draft.ts';
import { finalSlot, sourceSlot, targetBackend, targetSlot } from './planned-target.ts';

/** Makes the target under a name of the job's own, as a snapshot of its source. */
export function snapshotVolume(plan: DraftOf<'clone'>, volume: PlannedVolume, ports: OperationPorts): Step {
  const backend = targetBackend(volume, ports);
  return {
    name: 'snapshot',
    phase: 'reserve',
    role: volume.role,
    bytes: null,
    command: backend.snapshotCommand?.(sourceSlot(plan, volume), finalSlot(plan, volume), volume.toPoolName) ?? null,
    run: ({ job }) =>
      backend.reserveSnapshot?.(sourceSlot(plan, volume), targetSlot(plan, volume, job), job) ?? Promise.resolve(done),
    undo: ({ job }) => backend.discardReserved(targetSlot(plan, volume, job), job),
  };
}
