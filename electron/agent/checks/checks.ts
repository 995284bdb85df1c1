import type { Result } from '#shared/base/result.ts';
import type { CheckReport } from '#shared/domain/check-report.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding, FindingOf } from '#shared/domain/finding.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { RegistryContents } from '../qubes/vm-registry.ts';

/**
 * What does not agree, and what can be done about it. Acting is idempotent, and done to the thing that was found and to
 * nothing else; whether it is allowed is the caller's to know.
 */
export interface Checks {
  /** Changes nothing. `within` is the job that asks: what it holds is looked at all the same. */
  run(contents: RegistryContents, within: JobId | null): Promise<CheckReport>;
  repair(finding: Finding): Promise<Result<void, Failure>>;
  remove(finding: Finding): Promise<Result<void, Failure>>;
  adopt(finding: FindingOf<'orphan-volume'>, vm: VmName): Promise<Result<void, Failure>>;
}
