import type { Step } from '../../jobs/step.ts';
import type { MigrationDraft, MigrationPorts } from '../migration.ts';
import { targetBackend } from './planned-target.ts';
import { eachVolume } from './switch-storage.ts';

/** The copies are the VM's own from here on. The originals stay where they are until a person frees them. */
export function releaseVolumes(plan: MigrationDraft, ports: MigrationPorts): Step {
  return {
    name: 'keep-original',
    phase: 'keep',
    role: null,
    bytes: null,
    run: ({ job }) => eachVolume(plan, (slot) => targetBackend(plan, ports).release(slot, job)),
  };
}
