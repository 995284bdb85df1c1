import { assertNever } from '../base/assert-never.ts';
import type { Job, JobProgress } from '../domain/job.ts';
import type { Phase, Plan } from '../domain/plan.ts';
import { phaseFraction } from '../rules/job-progress.ts';
import { formatBytes, formatFraction, formatSeconds, formatSpeed } from './format-bytes.ts';

export const phaseNames: Readonly<Record<Phase, string>> = {
  check: 'Check',
  reserve: 'Reserve',
  copy: 'Copy',
  verify: 'Verify',
  switch: 'Switch',
  keep: 'Keep original',
  finish: 'Finish',
};

const phaseVerbs: Readonly<Record<Phase, string>> = {
  check: 'checking',
  reserve: 'reserving',
  copy: 'copied',
  verify: 'verified',
  switch: 'switching',
  keep: 'finishing',
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

/** What a job does, in words for each kind of action. */
interface JobWords {
  /** `Migrate work to LVM`. */
  readonly title: string;
  /** `migration of work`, after an article. */
  readonly noun: string;
  readonly succeeded: string;
  readonly failed: string;
  readonly pastReturn: string;
}

function jobWords({ action }: Plan): JobWords {
  switch (action.kind) {
    case 'migrate': {
      const target = action.to === 'lvm' ? 'LVM' : 'image files';
      return {
        title: `Migrate ${action.vm} to ${target}`,
        noun: `migration of ${action.vm}`,
        succeeded: `${action.vm} is on ${target} now; the original is kept.`,
        failed: `Migrating ${action.vm} failed. The original is untouched.`,
        pastReturn: `${action.vm} uses the new volumes: resume the job to finish it.`,
      };
    }
    case 'clone':
      return {
        title: `Clone ${action.vm} as ${action.name}`,
        noun: `cloning of ${action.vm}`,
        succeeded: `${action.name} is there now, a clone of ${action.vm}.`,
        failed: `Cloning ${action.vm} failed. ${action.vm} is untouched.`,
        pastReturn: `${action.name} is registered: resume the job to finish it.`,
      };
    default:
      return assertNever(action);
  }
}

export const jobTitle = (job: Job): string => jobWords(job.plan).title;

/** `migration of work`: what a button acts on. */
export const jobNoun = (job: Job): string => jobWords(job.plan).noun;

/** What became of a job, or what it waits for, and what is safe. */
export function jobOutcomeText(job: Job): string {
  const { vm } = job.plan;
  const words = jobWords(job.plan);
  switch (job.state) {
    case 'queued':
      return 'Waits for the job before it.';
    case 'running':
      return progressDetails(job.progress);
    case 'cancelling':
      return `Being cancelled: what was made for it is removed, ${vm} stays as it was.`;
    case 'succeeded':
      return words.succeeded;
    case 'cancelled':
      return `Cancelled. ${vm} is as it was, and nothing was left behind.`;
    case 'failed':
      return words.failed;
    case 'interrupted':
      return job.canDiscard
        ? `Interrupted during ${phaseNames[job.phase]}. ${vm} is as it was: resume the job, or discard it and its copy.`
        : `Interrupted after the switch. ${words.pastReturn}`;
    default:
      return assertNever(job);
  }
}
