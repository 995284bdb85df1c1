import { assertNever } from '#shared/base/assert-never.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { migrateText } from '#shared/text/migrate-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import type { Proposal } from '../../stores/migration-store.ts';
import styles from './ProposalList.module.css';

interface ProposalListProps {
  readonly proposals: readonly (readonly [VmName, Proposal])[];
}

/** One line for each VM with what will become of it; those left out say why. */
export function ProposalList({ proposals }: ProposalListProps) {
  return (
    <ul className={styles.list}>
      {proposals.map(([vm, proposal]) => (
        <ProposalLine key={vm} vm={vm} proposal={proposal} />
      ))}
    </ul>
  );
}

interface ProposalLineProps {
  readonly vm: VmName;
  readonly proposal: Proposal;
}

function ProposalLine({ vm, proposal }: ProposalLineProps) {
  const { tone, outcome, reasons } = describe(proposal);
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

function describe(proposal: Proposal): Description {
  switch (proposal.state) {
    case 'planning':
      return { tone: 'neutral', outcome: migrateText.planning, reasons: [] };
    case 'planned':
      return {
        tone: proposal.isRevised ? 'caution' : 'positive',
        outcome: migrateText.willCopy(proposal.plan.copyBytes),
        reasons: proposal.isRevised ? [migrateText.revised] : [],
      };
    case 'refused':
      return { tone: 'caution', outcome: migrateText.leftOut, reasons: proposal.blockers.map(blockerText) };
    case 'failed':
      return { tone: 'critical', outcome: migrateText.failed, reasons: [failureText(proposal.failure)] };
    case 'started':
      return { tone: 'positive', outcome: migrateText.queued, reasons: [] };
    default:
      return assertNever(proposal);
  }
}
