import type { Step } from '../../jobs/step.ts';
import type { DraftOf, OperationPorts } from '../plan-draft.ts';
import { clonedFolder } from './cloned-folder.ts';

/** Makes the clone's folder, with its settings, under a name of the job's own. */
export function reserveFolder(plan: DraftOf<'clone'>, { folders }: OperationPorts): Step {
  const clone = clonedFolder(plan);
  return {
    name: 'folder',
    phase: 'reserve',
    role: null,
    bytes: null,
    run: ({ job, signal }) => folders.reserve(clone, job, signal),
    undo: ({ job }) => folders.discardReserved(clone.dir, job),
  };
}
