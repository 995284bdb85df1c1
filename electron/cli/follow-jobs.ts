import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { AgentConnection } from '../agent-client/agent-connection.ts';
import type { CliContext } from './cli-context.ts';
import { reportFailure } from './output/report-failure.ts';
import type { JobWatch, RestingJob } from './watch-jobs.ts';

export interface FollowedJob {
  readonly job: Job;
  /** null when the person left before it came to rest. */
  readonly rest: Result<RestingJob, Failure> | null;
}

/**
 * Waits until all `jobs` are at rest. The first Ctrl-C cancels those that still can be, and waits on; the second leaves
 * them to the agent.
 */
export async function followJobs(
  context: CliContext,
  agent: AgentConnection,
  watch: JobWatch,
  jobs: readonly Job[],
): Promise<readonly FollowedJob[]> {
  const resting = new Set<Job>();
  let leave: () => void = () => undefined;
  const left = new Promise<null>((resolve) => {
    leave = () => resolve(null);
  });
  const tell = (line: string): void => {
    if (!context.isJson) context.terminal.note(line);
  };
  let presses = 0;
  const stopListening = context.interrupts.listen(() => {
    presses += 1;
    const open = jobs.filter((job) => !resting.has(job));
    if (presses > 1) {
      tell(
        cliText.left(
          open.map(({ id }) => id),
          context.commandLine(['jobs']),
        ),
      );
      leave();
      return;
    }
    tell(cliText.cancelling(open.length));
    for (const job of open) void cancelJob(context, agent, job);
  });
  const followed = jobs.map(async (job): Promise<FollowedJob> => {
    const rest = await Promise.race([watch.atRest(job.id), left]);
    resting.add(job);
    return { job, rest };
  });
  try {
    return await Promise.all(followed);
  } finally {
    stopListening();
    context.terminal.status('');
  }
}

/** A job past its switch can not be cancelled; that is told, and its end is waited for. */
async function cancelJob(context: CliContext, agent: AgentConnection, { id, plan }: Job): Promise<void> {
  const cancelled = await agent.request('job.cancel', { job: id });
  if (!cancelled.ok && cancelled.error.code !== 'agent-gone') reportFailure(context, cancelled.error, plan.vm);
}
