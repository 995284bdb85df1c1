import type { Result } from '#shared/base/result.ts';
import type { CheckReport } from '#shared/domain/check-report.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding, FindingOf } from '#shared/domain/finding.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { RegistryContents } from '../qubes/vm-registry.ts';
import type { AdoptingChecks, StorageChecks } from '../storage/storage-checks.ts';
import type { Checks } from './checks.ts';
import { runChecks, type ChecksPorts } from './run-checks.ts';

export interface SystemChecksPorts extends ChecksPorts {
  readonly storage: { readonly file: StorageChecks; readonly lvm: AdoptingChecks };
  readonly removeAutostartLink: (vm: VmName) => Promise<Result<void, Failure>>;
}

/** Hands each finding to the part that knows about it. */
export class SystemChecks implements Checks {
  readonly #ports: SystemChecksPorts;

  constructor(ports: SystemChecksPorts) {
    this.#ports = ports;
  }

  run(contents: RegistryContents, within: JobId | null): Promise<CheckReport> {
    const jobs = () => this.#ports.jobs().filter(({ id }) => id !== within);
    return runChecks(contents, { ...this.#ports, jobs });
  }

  repair(finding: Finding): Promise<Result<void, Failure>> {
    if (finding.code !== 'autostart-link-orphan') return this.#storageOf(finding).repair(finding);
    if (finding.vm === null) throw new Error('a link is named after a VM');
    return this.#ports.removeAutostartLink(finding.vm);
  }

  remove(finding: Finding): Promise<Result<void, Failure>> {
    return this.#storageOf(finding).remove(finding);
  }

  adopt(finding: FindingOf<'orphan-volume'>, vm: VmName): Promise<Result<void, Failure>> {
    return this.#ports.storage.lvm.adopt(finding, vm);
  }

  #storageOf(finding: Finding): StorageChecks {
    const { file, lvm } = this.#ports.storage;
    const isOfFiles =
      finding.code === 'orphan-folder' ||
      finding.code === 'orphan-image' ||
      (finding.code === 'job-leftover' && finding.kind !== 'volume');
    return isOfFiles ? file : lvm;
  }
}
