import { done } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { finalSlot, newVolumeFor, targetBackend, targetSlot, type PlannedTarget } from './planned-target.ts';

/** Makes the target under a name of the job's own. */
export function reserveVolume(plan: PlanDraft, volume: PlannedTarget, ports: OperationPorts): Step {
  const backend = targetBackend(volume, ports);
  return {
    name: 'reserve',
    phase: 'reserve',
    role: volume.role,
    bytes: null,
    command: backend.reserveCommand(
      { slot: finalSlot(plan, volume), pool: volume.toPool, sizeBytes: volume.targetSizeBytes },
      volume.toPoolName,
    ),
    async run({ job }) {
      const reserved = await backend.reserve(newVolumeFor(plan, volume, job), job);
      return reserved.ok ? done : reserved;
    },
    undo: ({ job }) => backend.discardReserved(targetSlot(plan, volume, job), job),
  };
}
