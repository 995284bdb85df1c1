import type { Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Job } from '#shared/domain/job.ts';
import type { CliContext } from './cli-context.ts';
import { gravestOf } from './exit-code.ts';
import { followJobs } from './follow-jobs.ts';
import { describePlan } from './output/describe-plan.ts';
import { jobProgressView } from './output/job-progress-view.ts';
import { followedRecord, plannedRecord, refusedRecord, type ActionRecord } from './output/action-record.ts';
import { printJson } from './output/print-json.ts';
import { reportFailure } from './output/report-failure.ts';
import { reportFollowedJob } from './output/report-job.ts';
import { makePlan, startJob } from './start-job.ts';
import { watchJobs } from './watch-jobs.ts';
import type { AgentSession } from './with-agent.ts';

/** What is asked for one VM, or why it cannot even be asked. */
export interface ActionRequest {
  readonly name: string;
  readonly action: Result<Action, Failure>;
}

/** What became of one VM, and the exit code that it alone would give. */
interface Outcome {
  readonly record: ActionRecord;
  readonly code: number;
}

/** Each request is a plan and a job of its own: a refusal is told, and the others go on. Returns the exit code. */
export async function runActions(
  context: CliContext,
  session: AgentSession,
  requests: readonly ActionRequest[],
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<number> {
  const outcomes = await (isDryRun ? planAll : startAll)(context, session, requests);
  if (context.isJson) {
    const records = outcomes.map(({ record }) => record);
    printJson(context.terminal, records);
  }
  return gravestOf(outcomes.map(({ code }) => code));
}

const notStarted = (context: CliContext, name: string, failure: Failure): Outcome => ({
  record: refusedRecord(name, failure),
  code: reportFailure(context, failure, name),
});

async function planAll(
  context: CliContext,
  { agent }: AgentSession,
  requests: readonly ActionRequest[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, action } of requests) {
    const plan = action.ok ? await makePlan(agent, action.value) : action;
    if (!plan.ok) {
      outcomes.push(notStarted(context, name, plan.error));
      continue;
    }
    if (!context.isJson) for (const line of describePlan(context.terminal, plan.value)) context.terminal.print(line);
    outcomes.push({ record: plannedRecord(name, plan.value), code: 0 });
  }
  return outcomes;
}

async function startAll(
  context: CliContext,
  { agent }: AgentSession,
  requests: readonly ActionRequest[],
): Promise<readonly Outcome[]> {
  const watch = watchJobs(agent, jobProgressView(context));
  const refused: Outcome[] = [];
  const jobs: Job[] = [];
  for (const { name, action } of requests) {
    const job = action.ok ? await startJob(agent, action.value) : action;
    if (job.ok) jobs.push(job.value);
    else refused.push(notStarted(context, name, job.error));
  }
  const followed = await followJobs(context, agent, watch, jobs);
  return [
    ...refused,
    ...followed.map((one) => ({ record: followedRecord(one), code: reportFollowedJob(context, one) })),
  ];
}
