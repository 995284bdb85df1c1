import type { FolderClone } from '../../qubes/vm-folders.ts';
import type { DraftOf } from '../plan-draft.ts';
import { folderBeside } from './planned-target.ts';

export const clonedFolder = ({ action, vmDir }: DraftOf<'clone'>): FolderClone => ({
  source: action.vm,
  sourceDir: vmDir,
  name: action.name,
  dir: folderBeside(vmDir, action.name),
});
