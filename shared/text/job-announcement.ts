import type { Job, JobProgress } from '../domain/job.ts';
import { phaseFraction } from '../rules/job-progress.ts';
import { jobNoun, jobOutcomeText, phaseProgressText } from './job-text.ts';

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const quarterOf = (progress: JobProgress): number => Math.floor(phaseFraction(progress) * 4);

/**
 * What a screen reader is told when a job went from `before` to `now`; null for the many changes that are too small to speak of.
 * Phases and quarters of a phase are told while it runs, and its end. A job met for the first time is told only when it is new.
 */
export function jobAnnouncement(before: Job | undefined, now: Job): string | null {
  const { vm } = now.plan;
  if (now.state === 'running') {
    const progressBefore = before?.state === 'running' ? before.progress : null;
    if (progressBefore === null) return `${capitalised(jobNoun(now))} has begun.`;
    const isSameStretch =
      progressBefore.phase === now.progress.phase && quarterOf(progressBefore) === quarterOf(now.progress);
    return isSameStretch ? null : `${vm}: ${phaseProgressText(now.progress)}.`;
  }
  if (before?.state === now.state || now.state === 'queued') return null;
  return jobOutcomeText(now);
}
