import type { Job } from '#shared/domain/job.ts';
import { jobNoun } from '#shared/text/job-text.ts';
import { connectionText, jobsText } from '#shared/text/window-text.ts';
import { cancelJob, discardJob, resumeJob } from '../../bridge/job-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';

interface JobActionsProps {
  readonly job: Job;
}

/** What can be asked of a job in its state; nothing of one that has ended. */
export function JobActions({ job }: JobActionsProps) {
  const offline = useIsConnected() ? null : connectionText.notConnected;
  const noun = jobNoun(job);
  if (job.state === 'interrupted') {
    const noDiscard = job.canDiscard ? null : jobsText.cannotDiscard;
    return (
      <>
        <Button
          size="small"
          blockedBy={offline ?? noDiscard}
          aria-label={jobsText.discardNamed(noun)}
          onClick={() => void discardJob(job.id)}
        >
          {jobsText.discard}
        </Button>
        <Button
          size="small"
          tone="primary"
          blockedBy={offline}
          aria-label={jobsText.resumeNamed(noun)}
          onClick={() => void resumeJob(job.id)}
        >
          {jobsText.resume}
        </Button>
      </>
    );
  }
  if (job.state !== 'queued' && job.state !== 'running') return null;
  const noCancel = job.state === 'running' && !job.isCancellable ? jobsText.notCancellable : null;
  return (
    <Button
      size="small"
      blockedBy={offline ?? noCancel}
      aria-label={jobsText.cancelNamed(noun)}
      onClick={() => void cancelJob(job.id)}
    >
      {jobsText.cancel}
    </Button>
  );
}
