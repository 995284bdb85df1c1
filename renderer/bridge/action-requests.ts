import type { Action, ActionOf } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { newNameProblem } from '#shared/rules/new-name-blockers.ts';
import {
  closeProposals,
  openProposals,
  reviseProposal,
  setAnswer,
  setStarting,
  useProposals,
  type Answer,
} from '../stores/proposal-store.ts';
import { ask } from './api.ts';

/** While somebody types, only what they come to rest at is asked about. */
const restMs = 250;

async function propose(action: Action, isRevised: boolean): Promise<Answer> {
  const problem = newNameProblem(action);
  if (problem !== null) return { state: 'refused', blockers: [problem] };
  const answer = await ask('plan.make', { action });
  if (!answer.ok) return { state: 'failed', failure: answer.error };
  if (answer.value.outcome === 'refused') return { state: 'refused', blockers: answer.value.blockers };
  return { state: 'planned', plan: answer.value.plan, isRevised };
}

/** Opens the dialog and fills it as the plans arrive. One at a time: the agent measures what each is about. */
export function proposeActions(actions: readonly Action[]): Promise<void> {
  return askAll(actions, openProposals(actions, false));
}

/** Opens the dialog with a form for the one action, which begins as `action` says. */
export function fillInAction(action: Action): Promise<void> {
  return askAll([action], openProposals([action], true));
}

/** A form without a name yet. */
export const newVm = (): void => void fillInAction({ kind: 'create', vm: '' as VmName, class: 'AppVM' });

async function askAll(actions: readonly Action[], opening: number): Promise<void> {
  for (const action of actions) {
    if (useProposals.getState().opening !== opening) return;
    setAnswer(opening, action, await propose(action, false));
  }
}

/** For what loses nothing and is set back as easily: without the dialog, unless there is something to tell. */
export async function actAtOnce(action: Action): Promise<void> {
  const answer = await propose(action, false);
  const outcome = answer.state === 'planned' ? await start(action, answer.plan) : answer;
  if (outcome.state !== 'started') setAnswer(openProposals([action], false), action, outcome);
}

let rest: ReturnType<typeof setTimeout> | undefined;

/** What the form says now. */
export function changeAction(action: Action): void {
  const { opening } = useProposals.getState();
  reviseProposal(action);
  clearTimeout(rest);
  rest = setTimeout(() => {
    if (useProposals.getState().proposals[0]?.action !== action) return;
    void propose(action, false).then((answer) => setAnswer(opening, action, answer));
  }, restMs);
}

/** One VM can still be sent elsewhere in the dialog; several go where it was said. */
export function proposeMigrations(actions: readonly ActionOf<'migrate'>[]): Promise<void> {
  const [only] = actions;
  return only !== undefined && actions.length === 1 ? fillInAction(only) : proposeActions(actions);
}

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
