import type { Step } from '../../jobs/step.ts';
import { core2Storage } from '../core2-storage.ts';
import type { PlanDraft, OperationPorts } from '../plan-draft.ts';
import { eachTarget, sourceSlot, targetBackend, targetSlot } from './planned-target.ts';

/** The copies are the VM's own from here on. The originals stay where they are until a person frees them. */
export function releaseVolumes(plan: PlanDraft, ports: OperationPorts): Step {
  return {
    name: 'keep-original',
    phase: 'keep',
    role: null,
    bytes: null,
    run: ({ job }) =>
      eachTarget(plan, async (volume) => {
        const released = await targetBackend(volume, ports).release(targetSlot(plan, volume, job), job);
        if (!released.ok || !('from' in volume)) return released;
        return ports.storage[core2Storage(volume.from)].adopt(sourceSlot(volume));
      }),
  };
}
