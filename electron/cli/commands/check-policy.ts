import { namedQube, refusedCalls, type RefusedCall } from '#shared/rules/refused-calls.ts';
import { vmNameProblem } from '#shared/rules/vm-names.ts';
import { policyText } from '#shared/text/policy-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { policyFor } from '../policy-file.ts';
import { withAgent } from '../with-agent.ts';

/**
 * `policy --check`: which of the calls that looking takes are refused, and the lines of policy that allow them. Scripts rely
 * on the fields of `RefusedCall` with `--json`: they are added, never changed.
 */
export async function checkPolicy(context: CliContext, qube: string = namedQube): Promise<number> {
  const problem = vmNameProblem(qube);
  if (problem !== null) {
    return reportFailure(context, { code: 'refused', blockers: [{ code: 'name-not-allowed', name: qube, problem }] });
  }
  return withAgent(context, async (agent) => {
    const inventory = await agent.request('inventory.get', {});
    if (!inventory.ok) return reportFailure(context, inventory.error);
    const devices = await agent.request('device.list', {});
    const problems = [...inventory.value.problems, ...(devices.ok ? devices.value.problems : [devices.error])];
    const refused = refusedCalls(problems, policyFor(qube));
    const others = problems.filter(({ code }) => code !== 'admin-refused');
    for (const other of others) reportFailure(context, other);
    if (context.isJson) printJson(context.terminal, refused);
    else for (const line of shownLines(refused, others.length)) context.terminal.print(line);
    return refused.length + others.length === 0 ? exitCode.done : exitCode.failed;
  });
}

function shownLines(refused: readonly RefusedCall[], failures: number): readonly string[] {
  if (refused.length === 0) return failures === 0 ? [policyText.nothingRefused] : [];
  return refused.flatMap(({ call, by, lines }) => [
    policyText.refusedCall(call, by),
    ...lines.map((line) => `  ${line}`),
  ]);
}
