import type { Action } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';
import {
  closeProposals,
  openProposals,
  setAnswer,
  setStarting,
  useProposals,
  type Answer,
} from '../stores/proposal-store.ts';
import { ask } from './api.ts';

async function propose(action: Action, isRevised: boolean): Promise<Answer> {
  const answer = await ask('plan.make', { action });
  if (!answer.ok) return { state: 'failed', failure: answer.error };
  if (answer.value.outcome === 'refused') return { state: 'refused', blockers: answer.value.blockers };
  return { state: 'planned', plan: answer.value.plan, isRevised };
}

/** Opens the dialog and fills it as the plans arrive. One at a time: the agent measures what each is about. */
export async function proposeActions(actions: readonly Action[]): Promise<void> {
  const opening = openProposals(actions);
  for (const action of actions) {
    if (useProposals.getState().opening !== opening) return;
    setAnswer(opening, action, await propose(action, false));
  }
}

export const proposeMigrations = (vms: readonly VmName[]): Promise<void> =>
  proposeActions(vms.map((vm) => ({ kind: 'migrate', vm, to: 'lvm' })));

async function start(action: Action, plan: Plan): Promise<Answer> {
  const answer = await ask('plan.start', { action: plan.action, fingerprint: plan.fingerprint });
  if (answer.ok) return { state: 'started' };
  if (answer.error.code === 'plan-changed') return propose(action, true);
  if (answer.error.code === 'refused') return { state: 'refused', blockers: answer.error.blockers };
  return { state: 'failed', failure: answer.error };
}

/** Starts everything that has a plan. Closes the dialog when all of it was taken, else leaves it open to say what was not. */
export async function startPlanned(): Promise<void> {
  const { proposals, opening } = useProposals.getState();
  setStarting(true);
  let isAllTaken = true;
  for (const { action, answer } of proposals) {
    if (answer.state !== 'planned') continue;
    const outcome = await start(action, answer.plan);
    isAllTaken &&= outcome.state === 'started';
    setAnswer(opening, action, outcome);
  }
  if (useProposals.getState().opening !== opening) return;
  if (isAllTaken) closeProposals();
  else setStarting(false);
}
