import type { Step } from '../../jobs/step.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { whileNameIsFree } from './while-name-is-free.ts';

/** Nothing starts it at boot any more. */
export const removeLink = (plan: DraftOf<'remove'>, ports: WholeVmPorts): Step => ({
  name: 'autostart',
  phase: 'free',
  role: null,
  bytes: null,
  run: () => whileNameIsFree(plan, ports, () => ports.links.hand(plan.vm, null)),
});
