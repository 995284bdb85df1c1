import { Icon } from './Icon.tsx';
import styles from './PhaseStepper.module.css';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export interface PhaseStep {
  readonly id: string;
  readonly name: string;
  readonly state: 'done' | 'now' | 'ahead';
}

interface PhaseStepperProps {
  readonly name: string;
  readonly steps: readonly PhaseStep[];
  /** How each state is spoken; one that lies ahead needs no word. */
  readonly stateNames: { readonly done: string; readonly now: string };
}

export function PhaseStepper({ name, steps, stateNames }: PhaseStepperProps) {
  return (
    <ol className={styles.steps} aria-label={name}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={styles.step}
          data-state={step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span className={styles.sign}>{step.state === 'done' && <Icon name="check" size={11} />}</span>
          {step.name}
          {step.state !== 'ahead' && <VisuallyHidden>, {stateNames[step.state]}</VisuallyHidden>}
        </li>
      ))}
    </ol>
  );
}
