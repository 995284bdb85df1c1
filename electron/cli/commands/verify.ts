import { remediesFor } from '#shared/rules/finding-remedies.ts';
import { findingSubject } from '#shared/rules/finding-subject.ts';
import type { CliContext } from '../cli-context.ts';
import { exitCode } from '../exit-code.ts';
import { followJobs } from '../follow-jobs.ts';
import { jobProgressView } from '../output/job-progress-view.ts';
import { reportFailure } from '../output/report-failure.ts';
import { reportFindings, reportOf } from '../output/report-findings.ts';
import { reportFollowedJob } from '../output/report-job.ts';
import { runActions } from '../run-actions.ts';
import { startJob } from '../start-job.ts';
import { watchJobs } from '../watch-jobs.ts';
import { withAgent, withSession } from '../with-agent.ts';

/** `verify [VM]`. */
export const verify = (context: CliContext, vm: string | undefined): Promise<number> =>
  withAgent(context, async (agent) => {
    const report = await agent.request('checks.run', {});
    return report.ok ? reportFindings(context, reportOf(report.value, vm), null) : reportFailure(context, report.error);
  });

/** `verify [VM] --repair`: one job for all that is safe; then what is left is told from a second look. */
export const repair = (
  context: CliContext,
  vm: string | undefined,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<number> =>
  withSession(context, async (session) => {
    const { agent } = session;
    const report = await agent.request('checks.run', {});
    if (!report.ok) return reportFailure(context, report.error);
    const before = reportOf(report.value, vm);
    const findings = before.findings.filter((finding) => remediesFor(finding).includes('repair'));
    if (findings.length === 0) return reportFindings(context, before, []);
    const subject = findingSubject(findings);
    const action = { kind: 'repair', vm: subject, findings: findings.map(({ id }) => id) } as const;
    if (isDryRun)
      return runActions(context, session, [{ name: subject, action: { ok: true, value: action } }], { isDryRun });

    const watch = watchJobs(agent, jobProgressView(context));
    const job = await startJob(agent, action);
    if (!job.ok) return reportFailure(context, job.error, subject);
    const [followed] = await followJobs(context, agent, watch, [job.value]);
    if (followed === undefined || followed.rest === null) return exitCode.cancelled;
    if (!followed.rest.ok || followed.rest.value.state !== 'succeeded') reportFollowedJob(context, followed);
    const again = await agent.request('checks.run', {});
    if (!again.ok) return reportFailure(context, again.error);
    const left = reportOf(again.value, vm);
    const repaired = findings.filter(({ id }) => !left.findings.some((finding) => finding.id === id));
    return reportFindings(context, left, repaired);
  });
