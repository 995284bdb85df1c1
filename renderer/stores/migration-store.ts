import { create } from 'zustand';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';

/** How far the answer for one VM is. */
export type Proposal =
  | { readonly state: 'planning' }
  /** `isRevised`: it replaces a plan that no longer held when it was to be started. */
  | { readonly state: 'planned'; readonly plan: Plan; readonly isRevised: boolean }
  | { readonly state: 'refused'; readonly blockers: readonly Blocker[] }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'started' };

interface MigrationState {
  /** The VMs that the dialog speaks of, in the order asked for; empty while it is closed. */
  readonly proposals: ReadonlyMap<VmName, Proposal>;
  readonly isStarting: boolean;
  /** Grows with every opening, so that late answers to an earlier one are dropped. */
  readonly opening: number;
}

export const useMigration = create<MigrationState>()(() => ({ proposals: new Map(), isStarting: false, opening: 0 }));

export function openProposals(vms: readonly VmName[]): number {
  const opening = useMigration.getState().opening + 1;
  const proposals = new Map(vms.map((vm): [VmName, Proposal] => [vm, { state: 'planning' }]));
  useMigration.setState({ proposals, isStarting: false, opening });
  return opening;
}

export function closeProposals(): void {
  useMigration.setState({ proposals: new Map(), isStarting: false });
}

export function setProposal(opening: number, vm: VmName, proposal: Proposal): void {
  useMigration.setState((state) =>
    state.opening === opening && state.proposals.has(vm)
      ? { proposals: new Map(state.proposals).set(vm, proposal) }
      : state,
  );
}

export function setStarting(isStarting: boolean): void {
  useMigration.setState({ isStarting });
}
