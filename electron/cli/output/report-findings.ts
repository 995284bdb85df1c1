import type { CheckReport } from '#shared/domain/check-report.ts';
import type { Finding, Remedy } from '#shared/domain/finding.ts';
import { remediesFor } from '#shared/rules/finding-remedies.ts';
import { findingText } from '#shared/text/finding-text.ts';
import { verifyText } from '#shared/text/verify-text.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { findingRecord } from './finding-record.ts';
import { printJson } from './print-json.ts';
import { reportProblems } from './report-problems.ts';

/** The part of a report that is about one VM, or all of it. */
export const reportOf = (report: CheckReport, vm: string | undefined): CheckReport =>
  vm === undefined
    ? report
    : {
        ...report,
        findings: report.findings.filter((finding) => finding.vm === vm),
        busy: report.busy.filter((one) => one.vm === vm),
      };

/**
 * Tells what is found, and what has been `repaired` before this look; null where nothing was to be. Ends with `failed`
 * where something is left, or could not be looked at: it is no proof then.
 */
export function reportFindings(context: CliContext, report: CheckReport, repaired: readonly Finding[] | null): number {
  const { findings, busy, problems } = report;
  const isClean = findings.length + problems.length === 0;
  if (context.isJson) {
    const left = findings.map((finding) => findingRecord(finding, repaired === null ? 'found' : 'left'));
    printJson(context.terminal, [...(repaired ?? []).map((finding) => findingRecord(finding, 'repaired')), ...left]);
  } else {
    for (const finding of repaired ?? [])
      context.terminal.print(verifyText.repaired(finding.id, findingText(finding).what));
    for (const finding of findings) for (const line of findingLines(context, finding)) context.terminal.print(line);
    for (const { vm, job } of busy) context.terminal.print(verifyText.busyVm(vm, job));
    const repairable = findings.filter((finding) => remediesFor(finding).includes('repair')).length;
    const command = context.commandLine(['verify', '--repair']);
    if (repairable > 0) context.terminal.print(verifyText.repairHint(repairable, command));
    if (isClean) context.terminal.print(verifyText.nothingFound);
  }
  reportProblems(context, report);
  return isClean ? exitCode.done : exitCode.failed;
}

function findingLines({ terminal, commandLine }: CliContext, finding: Finding): readonly string[] {
  const { what, remedy } = findingText(finding);
  const hints = remediesFor(finding).flatMap((one) => hintsFor(one, finding, commandLine));
  return [`${terminal.paint('bold', finding.id)}  ${what}`, ...[remedy, ...hints].map((line) => `          ${line}`)];
}

function hintsFor(remedy: Remedy, { id }: Finding, commandLine: CliContext['commandLine']): readonly string[] {
  switch (remedy) {
    case 'repair':
      return [];
    case 'adopt':
      return [verifyText.adoptHint(commandLine(['verify', 'adopt', id]))];
    case 'remove':
      return [verifyText.removeHint(commandLine(['verify', 'remove', id, '--yes']))];
  }
}
