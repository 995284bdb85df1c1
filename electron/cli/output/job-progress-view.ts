import type { JobId } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import { jobAnnouncement } from '#shared/text/job-announcement.ts';
import { phaseProgressText, progressDetails } from '#shared/text/job-text.ts';
import type { CliContext } from '../cli-context.ts';

/**
 * Shows jobs while they run: one line that is rewritten where somebody watches, a line at every phase and quarter where
 * the output is kept, nothing where a program reads. How a job ended is for the command to tell.
 */
export function jobProgressView({ terminal, isJson }: Pick<CliContext, 'terminal' | 'isJson'>): (job: Job) => void {
  if (isJson) return () => undefined;
  if (terminal.isWatched) {
    return (job) => {
      if (job.state !== 'running') return;
      terminal.status(`${job.plan.vm}: ${phaseProgressText(job.progress)} · ${progressDetails(job.progress)}`);
    };
  }
  const last = new Map<JobId, Job>();
  return (job) => {
    const line = job.state === 'running' ? jobAnnouncement(last.get(job.id), job) : null;
    last.set(job.id, job);
    if (line !== null) terminal.note(line);
  };
}
