import type { Step } from '../jobs/step.ts';
import type { DraftOf } from './plan-draft.ts';
import { checkRemoval } from './steps/check-removal.ts';
import { claimFolder, removeFolder } from './steps/remove-folder.ts';
import { removeLink } from './steps/remove-link.ts';
import { removeVolumes } from './steps/remove-volumes.ts';
import { unregister } from './steps/unregister.ts';
import type { WholeVmPorts } from './whole-vm-ports.ts';

/**
 * The record goes first, and with it the way back. The other way round the power could go while the VM is registered and
 * its volumes are not there any more: core-2 would start an HVM with an empty one. So what a cut leaves is a VM that is
 * there no more, the rest of it untouched under its own names, and a job that can be resumed.
 */
export function removeSteps(plan: DraftOf<'remove'>, ports: WholeVmPorts): readonly Step[] {
  return [
    checkRemoval(plan, ports),
    ...(plan.removesFolders.length > 0 ? [claimFolder(plan, ports)] : []),
    unregister(plan, ports),
    removeLink(plan, ports),
    ...(plan.removes.length > 0 ? [removeVolumes(plan, ports)] : []),
    ...(plan.removesFolders.length > 0 ? [removeFolder(plan, ports)] : []),
  ];
}
