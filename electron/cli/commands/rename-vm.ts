import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CliContext } from '../cli-context.ts';
import { readNewVmName } from '../read-new-vm-name.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** `rename VM NAME`. */
export const renameVm = (context: CliContext, vm: string, name: string, isDryRun: boolean): Promise<number> =>
  withSession(context, (session) =>
    runActions(context, session, [{ name: vm, action: renaming(vm, name) }], { isDryRun }),
  );

function renaming(old: string, newName: string): Result<Action, Failure> {
  const vm = readVmName(old);
  if (!vm.ok) return vm;
  const name = readNewVmName(newName);
  return name.ok ? ok({ kind: 'rename', vm: vm.value, name: name.value }) : name;
}
