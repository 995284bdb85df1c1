import { create } from 'zustand';
import type { Action } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Plan } from '#shared/domain/plan.ts';

/** How far the answer for one action is. */
export type Answer =
  /** `before`: the last plan for the same dialog, which stays in sight until this one is there. */
  | { readonly state: 'planning'; readonly before: Plan | null }
  /** `isRevised`: it replaces a plan that no longer held when it was to be started. */
  | { readonly state: 'planned'; readonly plan: Plan; readonly isRevised: boolean }
  | { readonly state: 'refused'; readonly blockers: readonly Blocker[] }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'started' };

/** What was asked for, and what the agent says to it. */
export interface Proposal {
  readonly action: Action;
  readonly answer: Answer;
}

interface ProposalState {
  /** What the dialog speaks of, in the order asked for; empty while it is closed. */
  readonly proposals: readonly Proposal[];
  readonly isStarting: boolean;
  /** The one action is still being filled in, in the dialog itself. */
  readonly isForm: boolean;
  /** Grows with every opening, so that late answers to an earlier one are dropped. */
  readonly opening: number;
}

export const useProposals = create<ProposalState>()(() => ({
  proposals: [],
  isStarting: false,
  isForm: false,
  opening: 0,
}));

export function openProposals(actions: readonly Action[], isForm: boolean): number {
  const opening = useProposals.getState().opening + 1;
  const proposals = actions.map((action): Proposal => ({ action, answer: { state: 'planning', before: null } }));
  useProposals.setState({ proposals, isStarting: false, isForm, opening });
  return opening;
}

/** The form says something else now: answers to what it said before are dropped. */
export function reviseProposal(action: Action): void {
  useProposals.setState(({ proposals: [only] }) => ({
    proposals: [{ action, answer: { state: 'planning', before: only === undefined ? null : planIn(only.answer) } }],
  }));
}

function planIn(answer: Answer): Plan | null {
  if (answer.state === 'planned') return answer.plan;
  return answer.state === 'planning' ? answer.before : null;
}

export function closeProposals(): void {
  useProposals.setState({ proposals: [], isStarting: false, isForm: false });
}

export function setAnswer(opening: number, action: Action, answer: Answer): void {
  useProposals.setState((state) =>
    state.opening === opening
      ? { proposals: state.proposals.map((each) => (each.action === action ? { action, answer } : each)) }
      : state,
  );
}

export function setStarting(isStarting: boolean): void {
  useProposals.setState({ isStarting });
}
