import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Finding, FindingOf } from '#shared/domain/finding.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { AdoptingChecks, Expected, StorageCheck } from '../storage-checks.ts';
import type { VolumeNaming } from '../volume-naming.ts';
import { adoptVolume } from './adopt-volume.ts';
import { checkedVolumes } from './checked-volumes.ts';
import { deviceLinkFindings } from './device-link-findings.ts';
import { readDeviceLinks } from './device-links.ts';
import { heldMetadataSnapshots } from './held-metadata-snapshots.ts';
import { reportThinPools } from './lvm-commands.ts';
import { readReport } from './lvm-report.ts';
import { mainVolumeFindings } from './main-volume-findings.ts';
import { removeFoundVolume, repairVolume } from './repair-volume.ts';
import { sessionFindings } from './session-findings.ts';
import { strayVolumeFindings } from './stray-volume-findings.ts';

/** Compares the thin volumes with what is registered: one `lvs` and one `dmsetup`, however many there are. */
export class LvmChecks implements AdoptingChecks {
  readonly #runner: CommandRunner;
  readonly #naming: VolumeNaming;
  readonly #deviceDir: string;

  constructor(runner: CommandRunner, naming: VolumeNaming, deviceDir = '/dev') {
    this.#runner = runner;
    this.#naming = naming;
    this.#deviceDir = deviceDir;
  }

  async check(expected: Expected): Promise<StorageCheck> {
    const [report, status] = await Promise.all([readReport(this.#runner), this.#runner.run(reportThinPools())]);
    const links = report.ok ? await readDeviceLinks(report.value, this.#deviceDir) : report;
    const problems = [report, status, ...(report.ok ? [links] : [])].flatMap((one) => (one.ok ? [] : [one.error]));
    if (!report.ok) return { findings: [], volumes: [], problems };
    return {
      findings: [
        ...mainVolumeFindings(report.value, expected, this.#naming),
        ...sessionFindings(report.value, expected),
        ...strayVolumeFindings(report.value, expected),
        ...(status.ok ? heldMetadataSnapshots(report.value, status.value) : []),
        ...(links.ok ? deviceLinkFindings(report.value, links.value) : []),
      ],
      volumes: checkedVolumes(report.value, expected),
      problems,
    };
  }

  repair(finding: Finding): Promise<Result<void, Failure>> {
    return repairVolume(this.#runner, finding);
  }

  remove(finding: Finding): Promise<Result<void, Failure>> {
    return removeFoundVolume(this.#runner, finding);
  }

  adopt(finding: FindingOf<'orphan-volume'>, vm: VmName): Promise<Result<void, Failure>> {
    return adoptVolume(this.#runner, finding, vm, this.#naming);
  }
}
