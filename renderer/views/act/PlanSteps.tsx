import type { Plan } from '#shared/domain/plan.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { phaseNames } from '#shared/text/job-text.ts';
import { actText } from '#shared/text/act-text.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import styles from './PlanSteps.module.css';

interface PlanStepsProps {
  readonly plans: readonly Plan[];
}

/** Each step in the order it is done, with the command that it comes down to; for reading only. */
export function PlanSteps({ plans }: PlanStepsProps) {
  return (
    <Disclosure summary={actText.showPlan}>
      <div className={styles.plans} role="region" aria-label={actText.showPlan} tabIndex={0}>
        {plans.map((plan) => (
          <section key={plan.vm}>
            {plans.length > 1 && <h3>{plan.vm}</h3>}
            <ul className={styles.paths}>
              {plan.volumes.map((volume) => (
                <li key={volume.role}>{actText.path(volume.sourcePath, volume.targetPath)}</li>
              ))}
            </ul>
            <ol className={styles.steps}>
              {plan.steps.map((step, index) => (
                <li key={`${step.name}-${index}`} className={styles.step}>
                  <span className={styles.phase}>{phaseNames[step.phase]}</span>
                  <span>
                    {step.name.replaceAll('-', ' ')}
                    {step.role !== null && ` · ${step.role}`}
                    {step.bytes !== null && ` · ${formatBytes(step.bytes)}`}
                  </span>
                  {step.command !== null && <code className={styles.command}>{step.command}</code>}
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </Disclosure>
  );
}
