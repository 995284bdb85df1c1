import { assertNever } from '#shared/base/assert-never.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { actText } from '#shared/text/act-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import type { Answer, Proposal } from '../../stores/proposal-store.ts';
import styles from './ProposalList.module.css';

interface ProposalListProps {
  readonly proposals: readonly Proposal[];
}

/** One line for each VM with what will become of it; those left out say why. */
export function ProposalList({ proposals }: ProposalListProps) {
  return (
    <ul className={styles.list}>
      {proposals.map(({ action, answer }) => (
        <ProposalLine key={action.vm} vm={action.vm} answer={answer} />
      ))}
    </ul>
  );
}

interface ProposalLineProps {
  readonly vm: string;
  readonly answer: Answer;
}

function ProposalLine({ vm, answer }: ProposalLineProps) {
  const { tone, outcome, reasons } = describe(answer);
  return (
    <CheckLine tone={tone}>
      <strong>{vm}</strong> <span className={styles.outcome}>{outcome}</span>
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
    </CheckLine>
  );
}

interface Description {
  readonly tone: 'positive' | 'caution' | 'critical' | 'neutral';
  readonly outcome: string;
  readonly reasons: readonly string[];
}

function describe(answer: Answer): Description {
  switch (answer.state) {
    case 'planning':
      return { tone: 'neutral', outcome: actText.planning, reasons: [] };
    case 'planned':
      return {
        tone: answer.isRevised ? 'caution' : 'positive',
        outcome: actText.outcome(answer.plan),
        reasons: answer.isRevised ? [actText.revised] : [],
      };
    case 'refused':
      return { tone: 'caution', outcome: actText.leftOut, reasons: answer.blockers.map(blockerText) };
    case 'failed':
      return { tone: 'critical', outcome: actText.failed, reasons: [failureText(answer.failure)] };
    case 'started':
      return { tone: 'positive', outcome: actText.queued, reasons: [] };
    default:
      return assertNever(answer);
  }
}
