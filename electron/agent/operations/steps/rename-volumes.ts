import { done } from '#shared/base/result.ts';
import type { PlannedRename } from '#shared/domain/plan.ts';
import type { Step } from '../../jobs/step.ts';
import type { PlanDraft } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';

/** Gives every volume of the plan its new owner and name, one after the other: each is found by its identity wherever a crash came. */
export function renameVolumes({ renames }: PlanDraft, { owned }: Pick<WholeVmPorts, 'owned'>): Step {
  return {
    name: 'rename',
    phase: 'switch',
    role: null,
    bytes: null,
    async run() {
      for (const { identity, toVm, role, to } of renames) {
        const renamed = await owned.rename(identity, { vm: toVm, role }, to);
        if (!renamed.ok) return renamed;
      }
      return done;
    },
    async undo() {
      for (const rename of renames.toReversed()) {
        const renamed = await owned.rename(rename.identity, ownerBefore(rename), rename.from);
        if (!renamed.ok) return renamed;
      }
      return done;
    },
  };
}

const ownerBefore = ({ fromVm, role }: PlannedRename) => (fromVm === null ? null : { vm: fromVm, role });
