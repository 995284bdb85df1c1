import { actText } from '#shared/text/act-text.ts';
import type { Answer, Proposal } from '../../stores/proposal-store.ts';

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
  const count = (state: Answer['state']): number => proposals.filter(({ answer }) => answer.state === state).length;
  const plannedCount = count('planned');
  const isPlanning = count('planning') > 0;
  const isSettled = !isPlanning && plannedCount === 0;
  return { plannedCount, isPlanning, isSettled, description: sentenceFor(proposals, plannedCount, isPlanning) };
}

function sentenceFor(proposals: readonly Proposal[], plannedCount: number, isPlanning: boolean): string {
  const [only] = proposals;
  if (isPlanning) {
    const doneCount = proposals.filter(({ answer }) => answer.state !== 'planning').length;
    return proposals.length === 1 ? actText.planning : actText.planningSome(doneCount, proposals.length);
  }
  if (plannedCount === 0) return actText.nothingHappens;
  if (proposals.length === 1 && only?.answer.state === 'planned') return actText.what(only.answer.plan);
  return actText.whatMany(plannedCount, proposals.length - plannedCount);
}
