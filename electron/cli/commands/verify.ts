import type { CheckReport, Finding } from '#shared/domain/finding.ts';
import { cliText } from '#shared/text/cli-text.ts';
import { findingText } from '#shared/text/finding-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { findingRecord } from '../output/finding-record.ts';
import { printJson } from '../output/print-json.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportProblems } from '../output/report-problems.ts';
import { withAgent } from '../with-agent.ts';

/** `verify [VM]`. Ends with `failed` where something is found, or could not be looked at: it is no proof then. */
export const verify = (context: CliContext, vm: string | undefined): Promise<number> =>
  withAgent(context, async (agent) => {
    const checked = await agent.request('checks.run', {});
    if (!checked.ok) return reportFailure(context, checked.error);
    const report = vm === undefined ? checked.value : onlyOf(vm, checked.value);
    if (context.isJson) printJson(context.terminal, report.findings.map(findingRecord));
    else for (const line of reportLines(context, report)) context.terminal.print(line);
    reportProblems(context, report);
    return report.findings.length + report.problems.length === 0 ? exitCode.done : exitCode.failed;
  });

const onlyOf = (vm: string, report: CheckReport): CheckReport => ({
  ...report,
  findings: report.findings.filter((finding) => finding.vm === vm),
  busy: report.busy.filter((one) => one.vm === vm),
});

function reportLines({ terminal }: CliContext, { findings, busy, problems }: CheckReport): readonly string[] {
  const isClean = findings.length + problems.length === 0;
  return [
    ...findings.flatMap((finding) => findingLines(finding, (text) => terminal.paint('bold', text))),
    ...busy.map(({ vm, job }) => cliText.busyVm(vm, job)),
    ...(isClean ? [cliText.nothingFound] : []),
  ];
}

function findingLines(finding: Finding, paint: (text: string) => string): readonly string[] {
  const { what, remedy } = findingText(finding);
  return [`${paint(finding.id)}  ${what}`, `          ${remedy}`];
}
