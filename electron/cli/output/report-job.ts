import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import { isUnfinished } from '#shared/domain/job-result.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { jobResultText } from '#shared/text/job-result-text.ts';
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
      return reportResults(context, job);
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
        if (job.failure !== null) terminal.note(failureText(job.failure));
        terminal.note(cliText.resumeHint(context.commandLine(['jobs', 'resume', job.id])));
      }
      return exitCode.failed;
  }
}

function successLines(context: CliContext, job: Job): readonly string[] {
  const { action, vm, volumes } = job.plan;
  if (action.kind !== 'migrate' || action.to === undefined) return job.results.length > 0 ? [] : [jobOutcomeText(job)];
  const targets = volumes.map(({ targetPath }) => targetPath);
  return [
    cliText.migrated(vm, action.to, targets),
    ...keptOriginals(job).map(({ path, dataBytes }) => cliText.keptOriginal(path, dataBytes)),
    cliText.lookAtOriginals(context.commandLine(['kept', 'ls'])),
  ];
}

/** What is left for a person to do is no success, whatever the rest is. */
function reportResults({ terminal, isJson }: CliContext, { results }: Job): number {
  for (const result of isJson ? [] : results) {
    if (isUnfinished(result)) terminal.note(jobResultText(result));
    else terminal.print(jobResultText(result));
  }
  return results.some(isUnfinished) ? exitCode.failed : exitCode.done;
}

const leftoverLines = (leftovers: readonly Failure[]): readonly string[] =>
  leftovers.length === 0 ? [] : [cliText.leftBehind, ...leftovers.map((failure) => `  ${failureText(failure)}`)];

/** The same for a job that was followed; one that was left says nothing more. */
export function reportFollowedJob(context: CliContext, { job, rest }: FollowedJob): number {
  if (rest === null) return exitCode.cancelled;
  return rest.ok ? reportRestingJob(context, rest.value) : reportFailure(context, rest.error, job.plan.vm);
}
