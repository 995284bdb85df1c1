import type { Plan } from '#shared/domain/plan.ts';
import type { Proposal } from '../../stores/proposal-store.ts';

/** What a person types before something is removed for good: the qube's name, or how many; null where there is a way back. */
export function confirmationWord(proposals: readonly Proposal[]): string | null {
  const irreversible = proposals.filter(({ answer }) => answer.state === 'planned' && losesForGood(answer.plan));
  const [first] = irreversible;
  if (first === undefined) return null;
  return irreversible.length === 1 ? first.action.vm : String(irreversible.length);
}

const losesForGood = ({ removes, removesFolders, notes }: Plan): boolean =>
  removes.length > 0 || removesFolders.length > 0 || notes.some(({ code }) => code === 'now-is-lost');
