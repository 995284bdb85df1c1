import type { Job } from '#shared/domain/job.ts';
import { jobOutcomeText, jobTitle, progressDetails } from '#shared/text/job-text.ts';
import { jobsText } from '#shared/text/window-text.ts';
import { StateMark } from '../../components/StateMark.tsx';
import { JobActions } from './JobActions.tsx';
import { JobProgressBar } from './JobProgressBar.tsx';
import { JobStepper } from './JobStepper.tsx';
import styles from './CurrentJob.module.css';

interface CurrentJobProps {
  readonly jobs: readonly Job[];
}

/** The job at work; without one, what waits for a person or for its turn. */
export function CurrentJob({ jobs }: CurrentJobProps) {
  const count = (state: Job['state']): number => jobs.filter((job) => job.state === state).length;
  const current = jobs.find((job) => job.state === 'running' || job.state === 'cancelling');
  if (current !== undefined) return <JobAtWork job={current} waitingCount={count('queued')} />;
  const interruptedCount = count('interrupted');
  return (
    <p className={styles.idle}>
      {interruptedCount > 0 ? (
        <StateMark icon="warning" tone="caution" text={jobsText.interrupted(interruptedCount)} />
      ) : (
        jobsText.idle
      )}
    </p>
  );
}

interface JobAtWorkProps {
  readonly job: Job;
  readonly waitingCount: number;
}

function JobAtWork({ job, waitingCount }: JobAtWorkProps) {
  const title = jobTitle(job);
  return (
    <div className={styles.job}>
      <strong className={styles.title}>{title}</strong>
      <div className={`shown-late ${styles.middle ?? ''}`}>
        <JobStepper job={job} />
        {job.state === 'running' && <JobProgressBar title={title} progress={job.progress} />}
      </div>
      <p className={`shown-late ${styles.details ?? ''}`}>
        {job.state === 'running' ? progressDetails(job.progress) : jobOutcomeText(job)}
        {waitingCount > 0 && ` · ${jobsText.waiting(waitingCount)}`}
      </p>
      <JobActions job={job} />
    </div>
  );
}
