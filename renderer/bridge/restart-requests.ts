import type { Action } from '#shared/domain/action.ts';
import type { Job } from '#shared/domain/job.ts';
import { addRestart, takeRestart } from '../stores/restart-store.ts';
import { changeAction } from './action-requests.ts';
import { changePower } from './power-requests.ts';

/** Shuts the VM down as its user would, and plans again: a VM that does not shut down goes on, and nothing is done. */
export async function shutDownFirst(action: Action): Promise<void> {
  if (!(await changePower('stop', action.vm))) return;
  addRestart(action.vm);
  changeAction({ ...action });
}

/** However its job has ended: the VM is whole before and behind it. One that was cut off is for a person to resume first. */
export function restartAfter({ plan }: Job): void {
  const { action } = plan;
  if (takeRestart(plan.vm) && action.kind !== 'remove') {
    void changePower('start', action.kind === 'rename' ? action.name : plan.vm);
  }
}
