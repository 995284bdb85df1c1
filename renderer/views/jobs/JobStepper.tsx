import type { Job } from '#shared/domain/job.ts';
import { jobsText } from '#shared/text/window-text.ts';
import { PhaseStepper } from '../../components/PhaseStepper.tsx';
import { phaseSteps } from './phase-steps.ts';

interface JobStepperProps {
  readonly job: Job;
}

export function JobStepper({ job }: JobStepperProps) {
  const steps = phaseSteps(job);
  if (steps.length === 0) return null;
  return (
    <PhaseStepper
      name={jobsText.phases}
      steps={steps}
      stateNames={{ done: jobsText.phaseDone, now: jobsText.phaseNow }}
    />
  );
}
