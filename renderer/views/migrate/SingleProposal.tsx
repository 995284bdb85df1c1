import { assertNever } from '#shared/base/assert-never.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { migrateText } from '#shared/text/migrate-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import type { Proposal } from '../../stores/migration-store.ts';
import { combinePlans } from './combine-plans.ts';
import { PlanChecks } from './PlanChecks.tsx';
import { PlanEffects } from './PlanEffects.tsx';
import { PlanSteps } from './PlanSteps.tsx';
import styles from './SingleProposal.module.css';

interface SingleProposalProps {
  readonly proposal: Proposal;
}

export function SingleProposal({ proposal }: SingleProposalProps) {
  switch (proposal.state) {
    case 'planning':
      return <StateMark icon="half-disc" tone="accent" text={migrateText.planning} />;
    case 'planned':
      return (
        <>
          {proposal.isRevised && (
            <p className={styles.revised} role="alert">
              {migrateText.revised}
            </p>
          )}
          <PlanEffects effects={combinePlans([proposal.plan])} />
          <PlanChecks plan={proposal.plan} />
          <PlanSteps plans={[proposal.plan]} />
        </>
      );
    case 'refused':
      return <Reasons tone="caution" reasons={proposal.blockers.map(blockerText)} />;
    case 'failed':
      return <Reasons tone="critical" reasons={[failureText(proposal.failure)]} />;
    case 'started':
      return null;
    default:
      return assertNever(proposal);
  }
}

interface ReasonsProps {
  readonly tone: 'caution' | 'critical';
  readonly reasons: readonly string[];
}

function Reasons({ tone, reasons }: ReasonsProps) {
  return (
    <div role="alert">
      <ul className={styles.reasons} aria-label={migrateText.isRefused}>
        {reasons.map((reason) => (
          <CheckLine key={reason} tone={tone}>
            {reason}
          </CheckLine>
        ))}
      </ul>
    </div>
  );
}
