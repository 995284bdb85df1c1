import type { Step } from '../../jobs/step.ts';
import type { DraftOf } from '../plan-draft.ts';
import type { WholeVmPorts } from '../whole-vm-ports.ts';
import { whileNameIsFree } from './while-name-is-free.ts';

/** Puts the job's mark into the folder: without it nothing is removed, whatever has its name by then. */
export const claimFolder = ({ vmDir }: DraftOf<'remove'>, { mover }: Pick<WholeVmPorts, 'mover'>): Step => ({
  name: 'claim',
  phase: 'reserve',
  role: null,
  bytes: null,
  run: ({ job }) => mover.claim(vmDir, job),
  undo: ({ job }) => mover.letGo(vmDir, job),
});

/** The folder with everything in it. */
export const removeFolder = (plan: DraftOf<'remove'>, ports: WholeVmPorts): Step => ({
  name: 'folder',
  phase: 'free',
  role: null,
  bytes: null,
  command: `rm --recursive ${plan.vmDir}`,
  run: ({ job }) =>
    whileNameIsFree(
      plan,
      ports,
      () => ports.mover.removeClaimed(plan.vmDir, job),
      () => ports.mover.letGo(plan.vmDir, job),
    ),
});
