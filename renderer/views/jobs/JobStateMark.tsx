import type { JobState } from '#shared/domain/job.ts';
import { jobsText } from '#shared/text/window-text.ts';
import type { IconName } from '../../components/Icon.tsx';
import { StateMark, type Tone } from '../../components/StateMark.tsx';

const marks: Readonly<Record<JobState, readonly [IconName, Tone]>> = {
  queued: ['circle', 'neutral'],
  running: ['half-disc', 'accent'],
  cancelling: ['half-disc', 'caution'],
  succeeded: ['check', 'positive'],
  cancelled: ['circle', 'neutral'],
  failed: ['cross', 'critical'],
  interrupted: ['warning', 'caution'],
};

interface JobStateMarkProps {
  readonly state: JobState;
}

export function JobStateMark({ state }: JobStateMarkProps) {
  const [icon, tone] = marks[state];
  return <StateMark icon={icon} tone={tone} text={jobsText.states[state]} />;
}
