import { create } from 'zustand';
import type { Action } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Plan } from '#shared/domain/plan.ts';

/** How far the answer for one action is. */
export type Answer =
  | { readonly state: 'planning' }
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
  /** Grows with every opening, so that late answers to an earlier one are dropped. */
  readonly opening: number;
}

export const useProposals = create<ProposalState>()(() => ({ proposals: [], isStarting: false, opening: 0 }));

export function openProposals(actions: readonly Action[]): number {
  const opening = useProposals.getState().opening + 1;
  const proposals = actions.map((action): Proposal => ({ action, answer: { state: 'planning' } }));
  useProposals.setState({ proposals, isStarting: false, opening });
  return opening;
}

export function closeProposals(): void {
  useProposals.setState({ proposals: [], isStarting: false });
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
