import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CliContext } from './cli-context.ts';
import { exitCode } from './exit-code.ts';
import { followJobs } from './follow-jobs.ts';
import { describePlan } from './output/describe-plan.ts';
import { jobProgressView } from './output/job-progress-view.ts';
import { followedRecord, plannedRecord, refusedRecord, type MigrationRecord } from './output/migration-record.ts';
import { printJson } from './output/print-json.ts';
import { reportFailure } from './output/report-failure.ts';
import { reportFollowedJob } from './output/report-job.ts';
import { makePlan, startJob } from './start-job.ts';
import { watchJobs } from './watch-jobs.ts';
import { withSession, type AgentSession } from './with-agent.ts';

export interface ActionOptions {
  readonly dryRun?: boolean | undefined;
}

/** What became of an action, and the exit code that it alone would give. */
export interface Outcome {
  readonly record: MigrationRecord;
  readonly code: number;
}

/** A command that is one action: plans it with `--dry-run`, else sees its job to the end. */
export const runAction = (context: CliContext, action: Action, { dryRun }: ActionOptions): Promise<number> =>
  withSession(context, async (session) => {
    const { record, code } = await (dryRun === true ? planAction : carryOut)(context, session, action);
    if (context.isJson) printJson(context.terminal, [record]);
    return code;
  });

export const notStarted = (context: CliContext, name: string, failure: Failure): Outcome => ({
  record: refusedRecord(name, failure),
  code: reportFailure(context, failure, name),
});

/** Shows the plan to a person; changes nothing. */
export async function planAction(context: CliContext, { agent }: AgentSession, action: Action): Promise<Outcome> {
  const plan = await makePlan(agent, action);
  if (!plan.ok) return notStarted(context, action.vm, plan.error);
  if (!context.isJson) for (const line of describePlan(context.terminal, plan.value)) context.terminal.print(line);
  return { record: plannedRecord(action.vm, plan.value), code: exitCode.done };
}

async function carryOut(context: CliContext, { agent }: AgentSession, action: Action): Promise<Outcome> {
  const watch = watchJobs(agent, jobProgressView(context));
  const job = await startJob(agent, action);
  if (!job.ok) return notStarted(context, action.vm, job.error);
  const [followed] = await followJobs(context, agent, watch, [job.value]);
  if (followed === undefined) throw new Error('a job was started and not followed');
  return { record: followedRecord(followed), code: reportFollowedJob(context, followed) };
}
