import type { Job } from '#shared/domain/job.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { jobTitle, phaseNames, progressDetails } from '#shared/text/job-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { jobRecord } from '../output/job-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { formatTable } from '../output/table.ts';
import { withAgent } from '../with-agent.ts';

/** `jobs`. */
export const listJobs = (context: CliContext): Promise<number> =>
  withAgent(context, async (agent) => {
    const jobs = await agent.request('job.list', {});
    if (!jobs.ok) return reportFailure(context, jobs.error);
    if (context.isJson) printJson(context.terminal, jobs.value.map(jobRecord));
    else for (const line of jobTable(jobs.value)) context.terminal.print(line);
    return exitCode.done;
  });

export function jobTable(jobs: readonly Job[]): readonly string[] {
  if (jobs.length === 0) return [cliText.noJobs];
  const { columns } = cliText;
  return formatTable<Job>(
    [
      { title: columns.job, text: (job) => job.id },
      { title: columns.state, text: (job) => job.state },
      { title: columns.what, text: jobTitle },
      { title: columns.created, text: (job) => job.createdAt },
      { title: columns.progress, text: progressText },
    ],
    jobs,
  );
}

function progressText(job: Job): string {
  if (job.state === 'running') return progressDetails(job.progress);
  return job.state === 'interrupted' ? cliText.interruptedIn(phaseNames[job.phase]) : cliText.none;
}
