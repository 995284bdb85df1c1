import type { Job } from '#shared/domain/job.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { jobOutcomeText } from '#shared/text/job-text.ts';
import { jobsText, windowText } from '#shared/text/window-text.ts';
import { Button } from '../../components/Button.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { useJobs } from '../../stores/jobs-store.ts';
import { dismissNotice, useNotice, type Notice } from '../../stores/notice-store.ts';
import { showScreen } from '../../stores/screen-store.ts';
import styles from './NoticeLine.module.css';

interface Line {
  readonly icon: IconName;
  readonly tone: 'positive' | 'neutral' | 'critical';
  readonly text: string;
}

/** The last result, or the last request that was refused, until it is dismissed. */
export function NoticeLine() {
  const notice = useNotice((state) => state.notice);
  const jobs = useJobs();
  const line = notice === null ? null : lineFor(notice, jobs);
  if (line === null) return null;
  return (
    <div className={styles.notice} data-tone={line.tone} role={line.tone === 'critical' ? 'alert' : undefined}>
      <Icon name={line.icon} />
      <p className={styles.text}>{line.text}</p>
      {notice?.kind === 'job-ended' && (
        <Button tone="quiet" size="small" onClick={() => showScreen('jobs')}>
          {jobsText.showJob}
        </Button>
      )}
      <Button tone="quiet" size="small" onClick={dismissNotice}>
        {windowText.dismiss}
      </Button>
    </div>
  );
}

function lineFor(notice: Notice, jobs: readonly Job[]): Line | null {
  if (notice.kind === 'request-failed') {
    return { icon: 'cross', tone: 'critical', text: failureText(notice.failure) };
  }
  const job = jobs.find((candidate) => candidate.id === notice.job);
  if (job === undefined) return null;
  const text = jobOutcomeText(job);
  if (job.state === 'failed') {
    return { icon: 'cross', tone: 'critical', text: `${text} ${failureText(job.failure)}` };
  }
  return job.state === 'succeeded'
    ? { icon: 'check', tone: 'positive', text }
    : { icon: 'circle', tone: 'neutral', text };
}
