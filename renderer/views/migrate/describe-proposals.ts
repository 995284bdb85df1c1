import { migrateText } from '#shared/text/migrate-text.ts';
import type { Proposal } from '../../stores/migration-store.ts';

interface ProposalsSummary {
  readonly description: string;
  readonly plannedCount: number;
  /** At least one answer is still on its way. */
  readonly isPlanning: boolean;
  /** All answers are there, and none of them is a plan that could be started. */
  readonly isSettled: boolean;
}

/** What the dialog says about all of its VMs at once, and which of its buttons make sense. */
export function describeProposals(proposals: readonly Proposal[]): ProposalsSummary {
  const count = (state: Proposal['state']): number => proposals.filter((each) => each.state === state).length;
  const plannedCount = count('planned');
  const isPlanning = count('planning') > 0;
  const isSettled = !isPlanning && plannedCount === 0;
  return { plannedCount, isPlanning, isSettled, description: sentenceFor(proposals, plannedCount, isPlanning) };
}

function sentenceFor(proposals: readonly Proposal[], plannedCount: number, isPlanning: boolean): string {
  const [only] = proposals;
  if (isPlanning) {
    const doneCount = proposals.filter((each) => each.state !== 'planning').length;
    return proposals.length === 1 ? migrateText.planning : migrateText.planningSome(doneCount, proposals.length);
  }
  if (plannedCount === 0) return migrateText.nothingMoves;
  if (proposals.length === 1 && only?.state === 'planned') return migrateText.whatMoves(only.plan);
  return migrateText.whatMovesMany(plannedCount, proposals.length - plannedCount);
}
