import type { VmName } from '#shared/domain/ids.ts';
import { migrateText } from '#shared/text/migrate-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import type { Proposal } from '../../stores/migration-store.ts';
import { combinePlans } from './combine-plans.ts';
import { PlanEffects } from './PlanEffects.tsx';
import { PlanSteps } from './PlanSteps.tsx';
import { ProposalList } from './ProposalList.tsx';
import styles from './ManyProposals.module.css';

interface ManyProposalsProps {
  readonly proposals: readonly (readonly [VmName, Proposal])[];
}

export function ManyProposals({ proposals }: ManyProposalsProps) {
  const plans = proposals.flatMap(([, proposal]) => (proposal.state === 'planned' ? [proposal.plan] : []));
  const effects = combinePlans(plans);
  return (
    <>
      {plans.length > 0 && <PlanEffects effects={effects} />}
      <ProposalList proposals={proposals} />
      {plans.length > 0 && (
        <>
          <ul className={styles.checks}>
            <CheckLine tone="positive">{migrateText.verified}</CheckLine>
            <CheckLine tone="positive">{migrateText.imagesStay}</CheckLine>
            {effects.crowdedPools.map((pool) => (
              <CheckLine key={pool} tone="caution">
                {migrateText.togetherPastGate(pool)}
              </CheckLine>
            ))}
          </ul>
          <PlanSteps plans={plans} />
        </>
      )}
    </>
  );
}
