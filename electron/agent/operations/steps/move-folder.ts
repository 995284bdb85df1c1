import type { Step } from '../../jobs/step.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { renamedFolder } from './renamed-folder.ts';

/** Gives the VM's folder its new name, with the job's mark in it. */
export function moveFolder(plan: DraftOf<'rename'>, { mover }: Pick<WholeVmPorts, 'mover'>): Step {
  const { oldDirPath, dirPath } = renamedFolder(plan);
  return {
    name: 'folder',
    phase: 'switch',
    role: null,
    bytes: null,
    command: `mv ${oldDirPath} ${dirPath}`,
    run: ({ job }) => mover.move(oldDirPath, dirPath, job),
    undo: ({ job }) => mover.moveBack(oldDirPath, dirPath, job),
  };
}
