import { folderBeside } from '../../qubes/vm-folders.ts';
import type { VmRename } from '../../qubes/vm-registry.ts';
import type { DraftOf } from '../plan-draft.ts';

/** Names and folders of the VM before and after. */
export const renamedFolder = ({ action: { name }, vm, vmDir }: DraftOf<'rename'>): VmRename => ({
  vm,
  oldDirPath: vmDir,
  name,
  dirPath: folderBeside(vmDir, name),
});
