import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { formatTime } from '#shared/text/format-moment.ts';
import { jobOutcomeText, jobTitle } from '#shared/text/job-text.ts';
import { jobsText } from '#shared/text/window-text.ts';
import { JobActions } from './JobActions.tsx';
import { JobLog } from './JobLog.tsx';
import { JobProgressBar } from './JobProgressBar.tsx';
import { JobStateMark } from './JobStateMark.tsx';
import { JobStepper } from './JobStepper.tsx';
import styles from './JobCard.module.css';

interface JobCardProps {
  readonly job: Job;
}

export function JobCard({ job }: JobCardProps) {
  const title = jobTitle(job);
  const isUnderWay = job.state !== 'succeeded' && job.state !== 'queued';
  return (
    <article className={styles.card} aria-label={title}>
      <header className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        <JobStateMark state={job.state} />
        <time className={styles.time} dateTime={job.createdAt}>
          {formatTime('endedAt' in job ? job.endedAt : job.createdAt)}
        </time>
        <div className={styles.actions}>
          <JobActions job={job} />
        </div>
      </header>
      {isUnderWay && <JobStepper job={job} />}
      {job.state === 'running' && <JobProgressBar title={title} progress={job.progress} />}
      <p className={styles.outcome}>{jobOutcomeText(job)}</p>
      {job.state === 'running' && !job.isCancellable && <p className={styles.outcome}>{jobsText.notCancellable}</p>}
      {'failure' in job && job.failure !== null && <FailureFacts failure={job.failure} leftovers={leftoversOf(job)} />}
      <JobLog entries={job.log} />
    </article>
  );
}

/** An interrupted job has not taken anything back yet. */
const leftoversOf = (job: Job): readonly Failure[] => (job.state === 'failed' ? job.leftovers : []);

interface FailureFactsProps {
  readonly failure: Failure;
  readonly leftovers: readonly Failure[];
}

function FailureFacts({ failure, leftovers }: FailureFactsProps) {
  return (
    <div className={styles.failure}>
      <p>{failureText(failure)}</p>
      {leftovers.length > 0 && (
        <>
          <p>{jobsText.leftovers}</p>
          <ul>
            {leftovers.map((leftover, index) => (
              <li key={`${leftover.code}-${index}`}>{failureText(leftover)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
