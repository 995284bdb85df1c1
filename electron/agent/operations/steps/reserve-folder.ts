import type { Step } from '../../jobs/step.ts';
import type { Making, MakingDraft } from '../making.ts';
import type { OperationPorts } from '../plan-draft.ts';

/** Makes the new VM's folder, with its settings, under a name of the job's own. */
export function reserveFolder(
  describe: Making['folder'],
  { makes }: MakingDraft,
  { folders, registry }: OperationPorts,
): Step {
  return {
    name: 'folder',
    phase: 'reserve',
    role: null,
    bytes: null,
    async run({ job, signal }) {
      const contents = await registry.read({ signal });
      if (!contents.ok) return contents;
      const folder = await describe(contents.value);
      return folder.ok ? folders.reserve(folder.value, job, signal) : folder;
    },
    undo: ({ job }) => folders.discardReserved(makes.vmDir, job),
  };
}
