import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { jobOutcomeText } from '#shared/text/job-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { followJobs } from '../follow-jobs.ts';
import { jobProgressView } from '../output/job-progress-view.ts';
import { jobRecord } from '../output/job-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportFollowedJob } from '../output/report-job.ts';
import { watchJobs } from '../watch-jobs.ts';
import { withSession, type AgentSession } from '../with-agent.ts';

function findJob({ snapshot }: AgentSession, id: string): Result<Job, Failure> {
  const job = snapshot.jobs.find((one) => one.id === id);
  return job === undefined ? err({ code: 'job-not-found', job: id }) : ok(job);
}

/** `jobs resume ID`: sees it through, as `migrate` does. */
export const resumeJob = (context: CliContext, id: string): Promise<number> =>
  withSession(context, async (session) => {
    const { agent } = session;
    const job = findJob(session, id);
    if (!job.ok) return reportFailure(context, job.error);
    const watch = watchJobs(agent, jobProgressView(context));
    const resumed = await agent.request('job.resume', { job: job.value.id });
    if (!resumed.ok) return reportFailure(context, resumed.error);
    const [followed] = await followJobs(context, agent, watch, [job.value]);
    if (followed === undefined) return exitCode.failed;
    if (context.isJson)
      printJson(context.terminal, jobRecord(followed.rest?.ok === true ? followed.rest.value : job.value));
    return reportFollowedJob(context, followed);
  });

/** `jobs cancel ID`: done when what was made for it is gone. */
export const cancelJob = (context: CliContext, id: string): Promise<number> =>
  withSession(context, async (session) => {
    const { agent } = session;
    const job = findJob(session, id);
    if (!job.ok) return reportFailure(context, job.error);
    const watch = watchJobs(agent, () => undefined);
    const cancelled = await agent.request('job.cancel', { job: job.value.id });
    if (!cancelled.ok) return reportFailure(context, cancelled.error);
    const rest = await watch.atRest(job.value.id);
    if (!rest.ok) return reportFailure(context, rest.error);
    if (context.isJson) printJson(context.terminal, jobRecord(rest.value));
    else context.terminal.print(jobOutcomeText(rest.value));
    return rest.value.state === 'cancelled' ? exitCode.done : exitCode.failed;
  });

/** `jobs discard ID`. */
export const discardJob = (context: CliContext, id: string): Promise<number> =>
  withSession(context, async (session) => {
    const job = findJob(session, id);
    if (!job.ok) return reportFailure(context, job.error);
    const discarded = await session.agent.request('job.discard', { job: job.value.id });
    if (!discarded.ok) return reportFailure(context, discarded.error);
    if (!context.isJson) context.terminal.print(cliText.discarded(job.value.plan.vm));
    return exitCode.done;
  });
