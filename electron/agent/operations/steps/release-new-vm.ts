import type { Step } from '../../jobs/step.ts';
import type { MakingDraft } from '../making.ts';
import type { OperationPorts } from '../plan-draft.ts';
import { eachTarget, finalSlot, targetBackend } from './planned-target.ts';

/** Folder and volumes are the VM's own from here on. */
export function releaseNewVm(plan: MakingDraft, ports: OperationPorts): Step {
  return {
    name: 'release',
    phase: 'finish',
    role: null,
    bytes: null,
    async run({ job }) {
      const volumes = await eachTarget(plan, (target) =>
        targetBackend(target, ports).release(finalSlot(plan, target), job),
      );
      return volumes.ok ? ports.folders.release(plan.makes.vmDir, job) : volumes;
    },
  };
}
