import { ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { vmNameProblem } from '#shared/rules/vm-names.ts';
import type { CliContext } from '../cli-context.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** `clone VM NAME`. */
export const cloneVm = (context: CliContext, source: string, name: string, isDryRun: boolean): Promise<number> =>
  withSession(context, (session) =>
    runActions(context, session, [{ name: source, action: cloning(source, name) }], { isDryRun }),
  );

function cloning(source: string, name: string): Result<Action, Failure> {
  const vm = readVmName(source);
  if (!vm.ok) return vm;
  const problem = vmNameProblem(name);
  if (problem === null) return ok({ kind: 'clone', vm: vm.value, name: name as VmName });
  return { ok: false, error: { code: 'refused', blockers: [{ code: 'name-not-allowed', name, problem }] } };
}
