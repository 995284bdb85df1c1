import { err, ok, type Result } from '#shared/base/result.ts';
import type { Action } from '#shared/domain/action.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { findingSubject } from '#shared/rules/finding-subject.ts';
import { cliText } from '#shared/text/cli-text.ts';
import type { AgentConnection } from '../../agent-client/agent-connection.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { reportFailure } from '../output/report-failure.ts';
import { readVmName } from '../read-vm-name.ts';
import { runActions } from '../run-actions.ts';
import { withSession } from '../with-agent.ts';

/** `verify remove ID`. Without `--yes` it shows what would go, and that counts as refused: there is no way back from it. */
export const removeFinding = (
  context: CliContext,
  id: string,
  { isDryRun, isSure }: { readonly isDryRun: boolean; readonly isSure: boolean },
): Promise<number> =>
  actOn(context, id, { isDryRun: isDryRun || !isSure }, (finding) =>
    ok({ kind: 'remove-stray', vm: findingSubject([finding]), finding: finding.id }),
  ).then((code) => {
    if (isDryRun || isSure || code !== exitCode.done) return code;
    const hint = cliText.freeHint(context.commandLine(['verify', 'remove', id, '--yes']));
    if (!context.isJson) context.terminal.note(hint);
    return exitCode.refused;
  });

/** `verify adopt ID`: by the VM that is named, or the only one that misses such a volume. */
export const adoptFinding = (
  context: CliContext,
  id: string,
  name: string | undefined,
  isDryRun: boolean,
): Promise<number> =>
  actOn(context, id, { isDryRun }, (finding) => {
    const candidates = finding.code === 'orphan-volume' ? finding.candidates : [];
    if (name === undefined && candidates.length > 1) return err({ code: 'several-adopters', finding: id, candidates });
    // Where there is none the agent's refusal says why.
    const vm = readVmName(name ?? candidates[0] ?? findingSubject([finding]));
    return vm.ok ? ok({ kind: 'adopt-stray', vm: vm.value, finding: finding.id }) : vm;
  });

const actOn = (
  context: CliContext,
  id: string,
  options: { readonly isDryRun: boolean },
  action: (finding: Finding) => Result<Action, Failure>,
): Promise<number> =>
  withSession(context, async (session) => {
    const finding = await findFinding(session.agent, id);
    if (!finding.ok) return reportFailure(context, finding.error);
    return runActions(context, session, [{ name: id, action: action(finding.value) }], options);
  });

async function findFinding(agent: AgentConnection, id: string): Promise<Result<Finding, Failure>> {
  const report = await agent.request('checks.run', {});
  if (!report.ok) return report;
  const finding = report.value.findings.find((one) => one.id === id);
  return finding === undefined ? err({ code: 'finding-not-found', finding: id }) : ok(finding);
}
