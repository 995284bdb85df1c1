import { assertNever } from '../base/assert-never.ts';
import type { Job, JobProgress } from '../domain/job.ts';
import type { Phase } from '../domain/plan.ts';
import { phaseFraction } from '../rules/job-progress.ts';
import { actionWords } from './action-text.ts';
import { jobResultText } from './job-result-text.ts';
import { formatBytes, formatFraction, formatSeconds, formatSpeed } from './format-bytes.ts';

export const phaseNames: Readonly<Record<Phase, string>> = {
  check: 'Check',
  reserve: 'Reserve',
  copy: 'Copy',
  verify: 'Verify',
  switch: 'Switch',
  keep: 'Keep original',
  free: 'Free',
  finish: 'Finish',
};

const phaseVerbs: Readonly<Record<Phase, string>> = {
  check: 'checking',
  reserve: 'reserving',
  copy: 'copied',
  verify: 'verified',
  switch: 'switching',
  keep: 'finishing',
  free: 'freeing',
  finish: 'finishing',
};

/** `62 % copied`, or the verb alone where a phase is no matter of bytes. */
export function phaseProgressText(progress: JobProgress): string {
  const verb = phaseVerbs[progress.phase];
  const isMeasured = progress.phase === 'copy' || progress.phase === 'verify';
  return isMeasured ? `${formatFraction(Math.floor(phaseFraction(progress) * 100) / 100)} ${verb}` : verb;
}

/** `3.8 GiB of 6.2 GiB · 312 MiB/s · about 8 s left`, or what is done where it is no matter of bytes. */
export function progressDetails(progress: JobProgress): string {
  const parts: string[] = progress.totalBytes > 0 ? [] : [phaseVerbs[progress.phase]];
  if (progress.totalBytes > 0) parts.push(`${formatBytes(progress.doneBytes)} of ${formatBytes(progress.totalBytes)}`);
  if (progress.bytesPerSecond !== null) parts.push(formatSpeed(progress.bytesPerSecond));
  if (progress.secondsLeft !== null) parts.push(`${formatSeconds(progress.secondsLeft)} left`);
  return parts.join(' · ');
}

/** A job's state in the width of a table cell; null for one that has ended: the VM's own state says more then. */
export function jobStateInRow(job: Job): string | null {
  switch (job.state) {
    case 'queued':
      return 'waiting';
    case 'running':
      return phaseProgressText(job.progress);
    case 'cancelling':
      return 'cancelling';
    case 'interrupted':
      return 'interrupted';
    case 'succeeded':
    case 'cancelled':
    case 'failed':
      return null;
    default:
      return assertNever(job);
  }
}

export const jobTitle = (job: Job): string => actionWords(job.plan.action).title;

/** `migration of work`: what a button acts on. */
export const jobNoun = (job: Job): string => actionWords(job.plan.action).noun;

/** What became of a job, or what it waits for, and what is safe. */
export function jobOutcomeText(job: Job): string {
  const { vm } = job.plan;
  switch (job.state) {
    case 'queued':
      return 'Waits for the job before it.';
    case 'running':
      return progressDetails(job.progress);
    case 'cancelling':
      return `Being cancelled: what was made for it is removed, ${vm} stays as it was.`;
    case 'succeeded':
      return [actionWords(job.plan.action).succeeded, ...job.results.map(jobResultText)].join(' ');
    case 'cancelled':
      return `Cancelled. ${vm} is as it was, and nothing was left behind.`;
    case 'failed':
      return actionWords(job.plan.action).failed;
    case 'interrupted':
      return job.canDiscard
        ? `Interrupted during ${phaseNames[job.phase]}. ${actionWords(job.plan.action).midway ?? `${vm} is as it was: resume the job, or discard it and what it has made.`}`
        : actionWords(job.plan.action).pastReturn;
    default:
      return assertNever(job);
  }
}
