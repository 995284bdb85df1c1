import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';
import { finalSlot, sourceSlot, targetBackend, targetSlot } from './planned-target.ts';

/** Makes the target under a name of the job's own, as a snapshot of its source. */
export function snapshotVolume(plan: PlanDraft, volume: PlannedVolume, ports: OperationPorts): Step {
  const backend = targetBackend(volume, ports);
  return {
    name: 'snapshot',
    phase: 'reserve',
    role: volume.role,
    bytes: null,
    command: backend.snapshotCommand?.(volume.sourcePath, finalSlot(plan, volume)) ?? null,
    run({ job }) {
      // Only planned for storage that has them.
      if (backend.reserveSnapshot === undefined) throw new Error(`${backend.kind} storage has no snapshots`);
      const revision = volume.sourceRevision === null ? null : volume.sourceIdentity;
      return backend.reserveSnapshot(sourceSlot(volume), targetSlot(plan, volume, job), job, revision);
    },
    undo: ({ job }) => backend.discardReserved(targetSlot(plan, volume, job), job),
  };
}
