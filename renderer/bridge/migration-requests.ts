import type { ActionOf } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Plan } from '#shared/domain/plan.ts';
import {
  closeProposals,
  openProposals,
  setProposal,
  setStarting,
  useMigration,
  type Proposal,
} from '../stores/migration-store.ts';
import { ask } from './api.ts';

const migration = (vm: VmName): ActionOf<'migrate'> => ({ kind: 'migrate', vm, to: 'lvm' });

async function propose(vm: VmName, isRevised: boolean): Promise<Proposal> {
  const answer = await ask('plan.make', { action: migration(vm) });
  if (!answer.ok) return { state: 'failed', failure: answer.error };
  if (answer.value.outcome === 'refused') return { state: 'refused', blockers: answer.value.blockers };
  return { state: 'planned', plan: answer.value.plan, isRevised };
}

/** Opens the dialog and fills it as the plans arrive. One at a time: the agent measures each image. */
export async function proposeMigrations(vms: readonly VmName[]): Promise<void> {
  const opening = openProposals(vms);
  for (const vm of vms) {
    if (useMigration.getState().opening !== opening) return;
    setProposal(opening, vm, await propose(vm, false));
  }
}

async function start(vm: VmName, plan: Plan): Promise<Proposal> {
  const answer = await ask('plan.start', { action: plan.action, fingerprint: plan.fingerprint });
  if (answer.ok) return { state: 'started' };
  if (answer.error.code === 'plan-changed') return propose(vm, true);
  if (answer.error.code === 'refused') return { state: 'refused', blockers: answer.error.blockers };
  return { state: 'failed', failure: answer.error };
}

/** Starts everything that has a plan. Closes the dialog when all of it was taken, else leaves it open to say what was not. */
export async function startMigrations(): Promise<void> {
  const { proposals, opening } = useMigration.getState();
  setStarting(true);
  let isAllTaken = true;
  for (const [vm, proposal] of proposals) {
    if (proposal.state !== 'planned') continue;
    const outcome = await start(vm, proposal.plan);
    isAllTaken &&= outcome.state === 'started';
    setProposal(opening, vm, outcome);
  }
  if (useMigration.getState().opening !== opening) return;
  if (isAllTaken) closeProposals();
  else setStarting(false);
}
