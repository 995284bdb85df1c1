import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { jobOutcomeText } from '#shared/text/job-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import type { FollowedJob } from '../follow-jobs.ts';
import type { RestingJob } from '../watch-jobs.ts';
import { keptOriginals } from './action-record.ts';
import { reportFailure } from './report-failure.ts';

/** Tells a person how a job came to rest, what is safe and what can be done. Returns the exit code. */
function reportRestingJob(context: CliContext, job: RestingJob): number {
  const { terminal } = context;
  switch (job.state) {
    case 'succeeded':
      if (!context.isJson) for (const line of successLines(context, job)) terminal.print(line);
      return exitCode.done;
    case 'cancelled':
      if (!context.isJson) terminal.note(jobOutcomeText(job));
      return exitCode.cancelled;
    case 'failed': {
      const code = reportFailure(context, job.failure, job.plan.vm);
      if (!context.isJson) for (const line of leftoverLines(job.leftovers)) terminal.note(line);
      return code;
    }
    case 'interrupted':
      if (!context.isJson) {
        terminal.note(jobOutcomeText(job));
        terminal.note(cliText.resumeHint(context.commandLine(['jobs', 'resume', job.id])));
      }
      return exitCode.failed;
  }
}

const successLines = (context: CliContext, job: Job): readonly string[] =>
  job.plan.action.kind === 'migrate' ? migratedLines(context, job) : [jobOutcomeText(job)];

function migratedLines(context: CliContext, job: Job): readonly string[] {
  const kept = keptOriginals(job);
  const paths = kept.map(({ path }) => path);
  const look = ['ls', '-ls', ...paths];
  const lookLine =
    context.system === 'sandbox' ? context.commandLine(['sandbox', 'exec', '--', ...look]) : look.join(' ');
  return [
    cliText.migrated(
      job.plan.vm,
      job.plan.volumes.map(({ targetPath }) => targetPath),
    ),
    ...kept.map(({ path, dataBytes }) => cliText.keptOriginal(path, dataBytes)),
    ...(paths.length === 0 ? [] : [cliText.lookAtOriginals(lookLine)]),
  ];
}

const leftoverLines = (leftovers: readonly Failure[]): readonly string[] =>
  leftovers.length === 0 ? [] : [cliText.leftBehind, ...leftovers.map((failure) => `  ${failureText(failure)}`)];

/** The same for a job that was followed; one that was left says nothing more. */
export function reportFollowedJob(context: CliContext, { job, rest }: FollowedJob): number {
  if (rest === null) return exitCode.cancelled;
  return rest.ok ? reportRestingJob(context, rest.value) : reportFailure(context, rest.error, job.plan.vm);
}
