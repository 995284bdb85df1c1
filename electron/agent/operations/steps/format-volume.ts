import type { FreshVolume } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';
import { newVolumeFor, targetBackend } from './planned-target.ts';

/** Makes the file system that a guest expects in the reserved volume. Run again it begins anew: nothing is in it yet. */
export function formatVolume(plan: PlanDraft, volume: FreshVolume, ports: OperationPorts): Step {
  return {
    name: 'format',
    phase: 'reserve',
    role: volume.role,
    bytes: null,
    command: ports.formatter.command(volume.targetPath),
    async run({ job }) {
      const target = await targetBackend(volume, ports).reserve(newVolumeFor(plan, volume, job), job);
      return target.ok ? ports.formatter.makeExt4(target.value.path) : target;
    },
  };
}
