import type { PlannedVolume } from '#shared/domain/plan.ts';
import { verifyBlocks } from '../../copy/verify-blocks.ts';
import type { Step } from '../../jobs/step.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { newVolumeFor, targetBackend } from './planned-target.ts';

/** Reads the whole target back from the disk and compares it with the source. */
export function verifyVolume(plan: PlanDraft, volume: PlannedVolume, ports: OperationPorts): Step {
  return {
    name: 'verify',
    phase: 'verify',
    role: volume.role,
    bytes: volume.sizeBytes,
    async run({ job, signal, report }) {
      const target = await targetBackend(volume, ports).reserve(newVolumeFor(plan, volume, job), job);
      if (!target.ok) return target;
      const { sourcePath, sizeBytes } = volume;
      return verifyBlocks({ sourcePath, targetPath: target.value.path, sizeBytes, report, signal });
    },
  };
}
