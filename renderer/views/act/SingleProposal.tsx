import { assertNever } from '#shared/base/assert-never.ts';
import type { Plan } from '#shared/domain/plan.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { actText } from '#shared/text/act-text.ts';
import { CheckLine } from '../../components/CheckLine.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import type { Answer } from '../../stores/proposal-store.ts';
import { combinePlans } from './combine-plans.ts';
import { PlanChecks } from './PlanChecks.tsx';
import { PlanEffects } from './PlanEffects.tsx';
import { PlanSteps } from './PlanSteps.tsx';
import styles from './SingleProposal.module.css';

interface SingleProposalProps {
  readonly answer: Answer;
}

export function SingleProposal({ answer }: SingleProposalProps) {
  switch (answer.state) {
    case 'planning':
      return answer.before === null ? (
        <StateMark icon="half-disc" tone="accent" text={actText.planning} />
      ) : (
        <div className={styles.before} aria-hidden="true" inert>
          <PlanFacts plan={answer.before} />
        </div>
      );
    case 'planned':
      return (
        <>
          {answer.isRevised && (
            <p className={styles.revised} role="alert">
              {actText.revised}
            </p>
          )}
          <PlanFacts plan={answer.plan} />
        </>
      );
    case 'refused':
      return <Reasons tone="caution" reasons={answer.blockers.map(blockerText)} />;
    case 'failed':
      return <Reasons tone="critical" reasons={[failureText(answer.failure)]} />;
    case 'started':
      return null;
    default:
      return assertNever(answer);
  }
}

interface PlanFactsProps {
  readonly plan: Plan;
}

function PlanFacts({ plan }: PlanFactsProps) {
  return (
    <>
      <PlanEffects effects={combinePlans([plan])} />
      <PlanChecks plan={plan} />
      <PlanSteps plans={[plan]} />
    </>
  );
}

interface ReasonsProps {
  readonly tone: 'caution' | 'critical';
  readonly reasons: readonly string[];
}

function Reasons({ tone, reasons }: ReasonsProps) {
  return (
    <div role="alert">
      <ul className={styles.reasons} aria-label={actText.isRefused}>
        {reasons.map((reason) => (
          <CheckLine key={reason} tone={tone}>
            {reason}
          </CheckLine>
        ))}
      </ul>
    </div>
  );
}
