import type { Job } from '#shared/domain/job.ts';
import { phases } from '#shared/domain/plan.ts';
import { phaseNames } from '#shared/text/job-text.ts';
import type { PhaseStep } from '../../components/PhaseStepper.tsx';

/** Where a job is: the index of its phase, -1 before the first, past the end when all are done; null where it is not known. */
function positionOf(job: Job): number | null {
  switch (job.state) {
    case 'queued':
      return -1;
    case 'running':
      return phases.indexOf(job.progress.phase);
    case 'interrupted':
      return phases.indexOf(job.phase);
    case 'succeeded':
      return phases.length;
    case 'cancelling':
    case 'cancelled':
    case 'failed':
      return null;
  }
}

const stateAt = (index: number, position: number): PhaseStep['state'] =>
  index < position ? 'done' : index === position ? 'now' : 'ahead';

/** The stepper's steps, those that its plan has; none for a job that went back instead of forward. */
export function phaseSteps(job: Job): readonly PhaseStep[] {
  const position = positionOf(job);
  if (position === null) return [];
  const ofJob = new Set(job.plan.steps.map(({ phase }) => phase));
  return phases
    .filter((phase) => ofJob.has(phase))
    .map((phase) => ({ id: phase, name: phaseNames[phase], state: stateAt(phases.indexOf(phase), position) }));
}
