import { done } from '#shared/base/result.ts';
import type { PlannedVolume } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { MigrationDraft, MigrationPorts } from '../migration.ts';
import { newVolumeFor, slotFor, targetBackend } from './planned-target.ts';

/** Makes the target under a name of the job's own. */
export function reserveVolume(plan: MigrationDraft, volume: PlannedVolume, ports: MigrationPorts): Step {
  const backend = targetBackend(plan, ports);
  return {
    name: 'reserve',
    phase: 'reserve',
    role: volume.role,
    bytes: null,
    async run({ job }) {
      const reserved = await backend.reserve(newVolumeFor(plan, volume), job);
      return reserved.ok ? done : reserved;
    },
    undo: ({ job }) => backend.discardReserved(slotFor(plan, volume), job),
  };
}
