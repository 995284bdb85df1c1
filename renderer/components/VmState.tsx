import type { Job } from '#shared/domain/job.ts';
import type { PowerState, Vm } from '#shared/domain/vm.ts';
import { isOutOfReach } from '#shared/rules/out-of-reach-blockers.ts';
import { jobStateInRow } from '#shared/text/job-text.ts';
import { outOfReachText, powerNames, rootStateNames } from '#shared/text/vm-text.ts';
import type { IconName } from './Icon.tsx';
import { StateMark, type Tone } from './StateMark.tsx';

const marks: Readonly<Record<PowerState, readonly [IconName, Tone]>> = {
  halted: ['circle', 'neutral'],
  transient: ['half-disc', 'positive'],
  running: ['disc', 'positive'],
  paused: ['pause', 'caution'],
  suspended: ['pause', 'caution'],
  halting: ['half-disc', 'neutral'],
  dying: ['half-disc', 'caution'],
  crashed: ['cross', 'critical'],
  unknown: ['question', 'caution'],
};

interface VmStateProps {
  readonly vm: Vm;
  /** The job that speaks for the VM while it is at work or waits for a person. */
  readonly job: Job | undefined;
}

export function VmState({ vm, job }: VmStateProps) {
  const jobText = job === undefined ? null : jobStateInRow(job);
  if (jobText === null) {
    const [icon, tone] = marks[vm.power];
    // Only of one that runs there is such a thing to say.
    const rootState = vm.rootState === null ? '' : rootStateNames[vm.rootState];
    if (isOutOfReach(vm)) return <StateMark icon="cross" tone="critical" text={outOfReachText} />;
    return rootState === '' ? (
      <StateMark icon={icon} tone={tone} text={powerNames[vm.power]} />
    ) : (
      <StateMark icon="warning" tone="caution" text={rootState} />
    );
  }
  return job?.state === 'interrupted' ? (
    <StateMark icon="warning" tone="caution" text={jobText} />
  ) : (
    <StateMark icon="half-disc" tone="accent" text={jobText} />
  );
}
