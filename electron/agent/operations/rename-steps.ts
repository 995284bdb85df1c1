import type { Step } from '../jobs/step.ts';
import type { DraftOf } from './plan-draft.ts';
import { checkRename } from './steps/check-rename.ts';
import { moveFolder } from './steps/move-folder.ts';
import { registerRename } from './steps/register-rename.ts';
import { renameVolumes } from './steps/rename-volumes.ts';
import { settleLinks, settleSettings } from './steps/settle-names.ts';
import type { WholeVmPorts } from './whole-vm-ports.ts';

/**
 * Up to the registry's write everything is taken back where it stands: until then a volume is missing whichever name is
 * asked for, so that the VM cannot be started half renamed. What only tells of the names comes behind it, and goes forward.
 */
export function renameSteps(plan: DraftOf<'rename'>, ports: WholeVmPorts): readonly Step[] {
  return [
    checkRename(plan, ports),
    ...(plan.renames.length > 0 ? [renameVolumes(plan, ports)] : []),
    moveFolder(plan, ports),
    registerRename(plan, ports),
    settleSettings(plan, ports),
    settleLinks(plan, ports),
  ];
}
