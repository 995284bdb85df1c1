import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from '../output/report-failure.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { readVmName } from '../read-vm-name.ts';
import { withSession } from '../with-agent.ts';

export interface MigrateOptions {
  readonly to: StorageType;
  readonly pool?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** `migrate VM... --to STORAGE`. */
export const migrateVms = (context: CliContext, names: readonly string[], options: MigrateOptions): Promise<number> =>
  withSession(context, async (session) => {
    const pool = options.pool === undefined ? ok(undefined) : findPool(session.snapshot.inventory, options.pool);
    if (!pool.ok) return reportFailure(context, pool.error);
    const requests = [...new Set(names)].map((name) => ({ name, action: migration(name, options.to, pool.value) }));
    return runActions(context, session, requests, { isDryRun: options.dryRun === true });
  });

function migration(name: string, to: StorageType, pool: PoolId | undefined): Result<Action, Failure> {
  const vm = readVmName(name);
  return vm.ok ? ok({ kind: 'migrate', vm: vm.value, to, ...(pool === undefined ? {} : { pool }) }) : vm;
}
