import { done } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { OperationPorts, PlanDraft } from '../plan-draft.ts';
import { broughtImages } from './planned-target.ts';

/** The file that was moved into the VM: its copy has been compared with it, and is the VM's. */
export function removeRootImage(plan: PlanDraft, { rootImages }: Pick<OperationPorts, 'rootImages'>): Step {
  const images = broughtImages(plan);
  return {
    name: 'source',
    phase: 'free',
    role: 'root',
    bytes: null,
    command: images.map(({ sourcePath }) => `rm ${sourcePath}`).join('; '),
    async run() {
      for (const { sourcePath, sourceIdentity } of images) {
        const removed = await rootImages.remove(sourcePath, sourceIdentity);
        if (!removed.ok) return removed;
      }
      return done;
    },
  };
}
