import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { vmNameSchema, type PoolId } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { CliContext } from '../cli-context.ts';
import { gravestOf } from '../exit-code.ts';
import { followJobs } from '../follow-jobs.ts';
import { jobProgressView } from '../output/job-progress-view.ts';
import { followedRecord } from '../output/migration-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportFollowedJob } from '../output/report-job.ts';
import { notStarted, planAction, type Outcome } from '../run-action.ts';
import { findPool, startJob } from '../start-job.ts';
import { watchJobs } from '../watch-jobs.ts';
import { withSession, type AgentSession } from '../with-agent.ts';

export interface MigrateOptions {
  readonly to: StorageType;
  readonly pool?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** `migrate VM... --to lvm`. Each VM is a plan and a job of its own: a refusal is told, and the others go on. */
export const migrateVms = (context: CliContext, names: readonly string[], options: MigrateOptions): Promise<number> =>
  withSession(context, async (session) => {
    const pool = options.pool === undefined ? ok(undefined) : findPool(session.snapshot.inventory, options.pool);
    if (!pool.ok) return reportFailure(context, pool.error);
    const requests = [...new Set(names)].map((name) => ({ name, action: migration(name, options.to, pool.value) }));
    const outcomes = await (options.dryRun === true ? planAll : migrateAll)(context, session, requests);
    if (context.isJson)
      printJson(
        context.terminal,
        outcomes.map(({ record }) => record),
      );
    return gravestOf(outcomes.map(({ code }) => code));
  });

interface MigrationRequest {
  readonly name: string;
  readonly action: Result<Action, Failure>;
}

function migration(name: string, to: StorageType, pool: PoolId | undefined): Result<Action, Failure> {
  const vm = vmNameSchema.safeParse(name);
  if (!vm.success) return { ok: false, error: { code: 'vm-not-found', vm: name } };
  return ok({ kind: 'migrate', vm: vm.data, to, ...(pool === undefined ? {} : { pool }) });
}

async function planAll(
  context: CliContext,
  session: AgentSession,
  requests: readonly MigrationRequest[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, action } of requests) {
    outcomes.push(
      action.ok ? await planAction(context, session, action.value) : notStarted(context, name, action.error),
    );
  }
  return outcomes;
}

async function migrateAll(
  context: CliContext,
  { agent }: AgentSession,
  requests: readonly MigrationRequest[],
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
