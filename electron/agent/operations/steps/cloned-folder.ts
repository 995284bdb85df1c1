import type { FolderClone } from '../../qubes/vm-folders.ts';
import type { PlanDraft } from '../plan-draft.ts';

/** The folder of the VM that the plan makes, from that of its source. */
export function clonedFolder({ vm, vmDir, makes }: PlanDraft): FolderClone {
  if (makes === null) throw new Error(`the plan for ${vm} makes no VM`);
  return { source: vm, sourceDir: vmDir, name: makes.vm, dir: makes.vmDir };
}
