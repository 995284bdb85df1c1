import { namedQube } from '#shared/rules/refused-calls.ts';
import { vmNameProblem } from '#shared/rules/vm-names.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { reportFailure } from '../output/report-failure.ts';
import { policyFor } from '../policy-file.ts';

/** `policy --print`: what dom0 must allow so that a qube can manage the storage of this Qubes. Asks nobody. */
export function printPolicy(
  context: CliContext,
  { qube = namedQube, isReadOnly }: { readonly qube: string | undefined; readonly isReadOnly: boolean },
): Promise<number> {
  const problem = vmNameProblem(qube);
  if (problem !== null) {
    const blockers = [{ code: 'name-not-allowed', name: qube, problem } as const];
    return Promise.resolve(reportFailure(context, { code: 'refused', blockers }));
  }
  const policy = policyFor(qube);
  const shown = isReadOnly ? policy.slice(0, policy.indexOf('\n# Change')) : policy;
  context.terminal.print(shown.trimEnd());
  return Promise.resolve(exitCode.done);
}
