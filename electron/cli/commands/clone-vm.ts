import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readNewVmName } from '../read-new-vm-name.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { withSession } from '../with-agent.ts';

export interface CloneOptions {
  readonly to?: StorageType | undefined;
  readonly pool?: string | undefined;
  readonly dryRun?: true | undefined;
}

/** `clone VM NAME [--to STORAGE] [--pool POOL]`. */
export const cloneVm = (context: CliContext, source: string, name: string, options: CloneOptions): Promise<number> =>
  withSession(context, async (session) => {
    const pool = options.pool === undefined ? ok(undefined) : findPool(session.snapshot.inventory, options.pool);
    if (!pool.ok) return reportFailure(context, pool.error);
    const action = cloning(source, name, options.to, pool.value);
    return runActions(context, session, [{ name: source, action }], { isDryRun: options.dryRun === true });
  });

function cloning(
  source: string,
  newName: string,
  to: StorageType | undefined,
  pool: PoolId | undefined,
): Result<Action, Failure> {
  const vm = readVmName(source);
  if (!vm.ok) return vm;
  const name = readNewVmName(newName);
  return name.ok ? ok({ kind: 'clone', vm: vm.value, name: name.value, to, pool }) : name;
}
