import { actText } from '#shared/text/act-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import type { Proposal } from '../../stores/proposal-store.ts';
import { combinePlans } from './combine-plans.ts';
import { PlanEffects } from './PlanEffects.tsx';
import { PlanSteps } from './PlanSteps.tsx';
import { ProposalList } from './ProposalList.tsx';
import styles from './ManyProposals.module.css';

interface ManyProposalsProps {
  readonly proposals: readonly Proposal[];
}

export function ManyProposals({ proposals }: ManyProposalsProps) {
  const plans = proposals.flatMap(({ answer }) => (answer.state === 'planned' ? [answer.plan] : []));
  const effects = combinePlans(plans);
  return (
    <>
      {plans.length > 0 && <PlanEffects effects={effects} />}
      <ProposalList proposals={proposals} />
      {plans.length > 0 && (
        <>
          <ul className={styles.checks}>
            {effects.copyBytes > 0 && <CheckLine tone="positive">{actText.verified}</CheckLine>}
            {plans.every(({ notes }) => notes.some(({ code }) => code === 'originals-kept')) && (
              <CheckLine tone="positive">{actText.imagesStay}</CheckLine>
            )}
            {effects.crowdedPools.map((pool) => (
              <CheckLine key={pool} tone="caution">
                {actText.togetherPastGate(pool)}
              </CheckLine>
            ))}
          </ul>
          <PlanSteps plans={plans} />
        </>
      )}
    </>
  );
}
