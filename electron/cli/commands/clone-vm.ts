import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { hasCommittedState } from '#shared/rules/clone-blockers.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readNewVmName } from '../read-new-vm-name.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { findPool } from '../start-job.ts';
import { withSession } from '../with-agent.ts';

export interface CloneOptions {
  readonly to?: StorageType | undefined;
  readonly pool?: string | undefined;
  readonly committed?: true | undefined;
  readonly dryRun?: true | undefined;
}

/** `clone VM NAME [--to STORAGE] [--pool POOL] [--committed]`. Of one that runs it tells what could be cloned instead. */
export const cloneVm = (context: CliContext, source: string, name: string, options: CloneOptions): Promise<number> =>
  withSession(context, async (session) => {
    const pool = options.pool === undefined ? ok(undefined) : findPool(session.snapshot.inventory, options.pool);
    if (!pool.ok) return reportFailure(context, pool.error);
    const action = cloning(source, name, options, pool.value);
    const code = await runActions(context, session, [{ name: source, action }], { isDryRun: options.dryRun === true });
    const vm = session.snapshot.inventory.vms.find((one) => one.name === source);
    const canOffer =
      code === exitCode.refused && options.committed !== true && vm !== undefined && hasCommittedState(vm);
    if (canOffer && !context.isJson) {
      context.terminal.note(cliText.cloneHint(context.commandLine(['clone', source, name, '--committed'])));
    }
    return code;
  });

function cloning(
  source: string,
  newName: string,
  { to, committed }: CloneOptions,
  pool: PoolId | undefined,
): Result<Action, Failure> {
  const vm = readVmName(source);
  if (!vm.ok) return vm;
  const name = readNewVmName(newName);
  return name.ok ? ok({ kind: 'clone', vm: vm.value, name: name.value, isCommitted: committed, to, pool }) : name;
}
