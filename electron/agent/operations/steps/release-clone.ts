import type { Step } from '../../jobs/step.ts';
import type { DraftOf, OperationPorts } from '../plan-draft.ts';
import { clonedFolder } from './cloned-folder.ts';
import { eachVolume, finalSlot, targetBackend } from './planned-target.ts';

/** Folder and volumes are the clone's own from here on. */
export function releaseClone(plan: DraftOf<'clone'>, ports: OperationPorts): Step {
  const { dir } = clonedFolder(plan);
  return {
    name: 'release',
    phase: 'finish',
    role: null,
    bytes: null,
    async run({ job }) {
      const volumes = await eachVolume(plan, (volume) =>
        targetBackend(volume, ports).release(finalSlot(plan, volume), job),
      );
      return volumes.ok ? ports.folders.release(dir, job) : volumes;
    },
  };
}
