import { vmNameSchema, type VmName } from '#shared/domain/ids.ts';
import { vmNameProblem } from '#shared/rules/vm-names.ts';
import type { CliContext } from '../cli-context.ts';
import { reportFailure } from '../output/report-failure.ts';
import { runAction, type ActionOptions } from '../run-action.ts';

/** `clone VM NAME`. */
export async function cloneVm(
  context: CliContext,
  source: string,
  name: string,
  options: ActionOptions,
): Promise<number> {
  const vm = vmNameSchema.safeParse(source);
  if (!vm.success) return reportFailure(context, { code: 'vm-not-found', vm: source });
  const problem = vmNameProblem(name);
  if (problem !== null) {
    return reportFailure(context, { code: 'refused', blockers: [{ code: 'name-not-allowed', name, problem }] }, source);
  }
  return runAction(context, { kind: 'clone', vm: vm.data, name: name as VmName }, options);
}
