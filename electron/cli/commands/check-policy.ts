import type { Failure } from '#shared/domain/failure.ts';
import { vmNameProblem } from '#shared/rules/vm-names.ts';
import { policyText } from '#shared/text/policy-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { linesAllowing, namedQube, policyFor } from '../policy-file.ts';
import { withAgent } from '../with-agent.ts';

/** One element of `policy --check --json`. Scripts rely on it: fields are added, never changed. */
export interface RefusedCallRecord {
  readonly call: string;
  /** `qubesd` also says nothing when it has failed itself. */
  readonly by: 'policy' | 'qubesd';
  /** For /etc/qubes/policy.d in dom0. */
  readonly lines: readonly string[];
}

/** `policy --check`: which of the calls that looking takes are refused, and the lines of policy that allow them. */
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

function refusedCalls(problems: readonly Failure[], policy: string): readonly RefusedCallRecord[] {
  const found = new Map<string, RefusedCallRecord>();
  for (const problem of problems) {
    if (problem.code !== 'admin-refused') continue;
    const call = problem.call.replace(/[ +].*$/, '');
    found.set(call, { call, by: problem.by, lines: linesAllowing(policy, call) });
  }
  return [...found.values()];
}

function shownLines(refused: readonly RefusedCallRecord[], failures: number): readonly string[] {
  if (refused.length === 0) return failures === 0 ? [policyText.nothingRefused] : [];
  return refused.flatMap(({ call, by, lines }) => [
    policyText.refusedCall(call, by),
    ...lines.map((line) => `  ${line}`),
  ]);
}
