import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { vmNameProblem } from '#shared/rules/vm-names.ts';

/** What was typed as the name of a VM to make: some cannot even be sent to the agent. */
export function readNewVmName(name: string): Result<VmName, Failure> {
  const problem = vmNameProblem(name);
  if (problem === null) return ok(name as VmName);
  return err({ code: 'refused', blockers: [{ code: 'name-not-allowed', name, problem }] });
}
