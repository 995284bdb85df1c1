import { done } from '#shared/base/result.ts';
import type { Step } from '../../jobs/step.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { whileNameIsFree } from './while-name-is-free.ts';

/** Each by its identity, and only while its tags, or nothing but its name, say that it is the VM's. */
export const removeVolumes = (plan: DraftOf<'remove'>, ports: WholeVmPorts): Step => ({
  name: 'volumes',
  phase: 'free',
  role: null,
  bytes: null,
  run: () =>
    whileNameIsFree(plan, ports, async () => {
      for (const { identity } of plan.removes) {
        const removed = await ports.owned.remove(plan.vm, identity);
        if (!removed.ok) return removed;
      }
      return done;
    }),
});
