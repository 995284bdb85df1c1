import { err, ok, type Result } from '#shared/base/result.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding, Remedy } from '#shared/domain/finding.ts';
import type { FindingId, JobId, VmName } from '#shared/domain/ids.ts';
import type { Job } from '#shared/domain/job.ts';
import { activeJobOn } from '#shared/rules/active-job.ts';
import { remediesFor } from '#shared/rules/finding-remedies.ts';
import type { Checks } from '../checks/checks.ts';
import type { RegistryContents, VmRegistry } from '../qubes/vm-registry.ts';

export interface FindingPorts {
  readonly registry: VmRegistry;
  readonly checks: Checks;
}

const notFoundAgain = (finding: FindingId): Blocker => ({ code: 'not-found-again', finding });

/** What these ids stand for now; refused where one of them is found no more. */
export async function foundAgain(
  ids: readonly FindingId[],
  contents: RegistryContents,
  checks: Checks,
  within: JobId | null,
): Promise<Result<readonly Finding[], Failure>> {
  const report = await checks.run(contents, within);
  const found = ids.map((id) => report.findings.find((finding) => finding.id === id) ?? id);
  const blockers = found.filter((one) => typeof one === 'string').map(notFoundAgain);
  return blockers.length > 0 ? err({ code: 'refused', blockers }) : ok(found.filter((one) => typeof one !== 'string'));
}

/** Why this remedy may not be used on a finding now. */
export function remedyBlockers(finding: Finding, remedy: Remedy, jobs: Iterable<Job>): readonly Blocker[] {
  const job = finding.vm === null ? undefined : activeJobOn({ name: finding.vm }, jobs);
  return [
    ...(remediesFor(finding).includes(remedy) ? [] : [{ code: 'no-such-remedy', finding, remedy } as const]),
    ...(job === undefined || finding.vm === null ? [] : [{ code: 'job-on-vm', vm: finding.vm, job: job.id } as const]),
  ];
}

/** The VMs that findings are about, each once. */
export const vmsOf = (findings: readonly Finding[]): readonly VmName[] => [
  ...new Set(findings.flatMap(({ vm }) => (vm === null ? [] : [vm]))),
];
