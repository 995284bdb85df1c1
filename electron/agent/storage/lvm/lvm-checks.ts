import type { CommandRunner } from '../../exec/command-runner.ts';
import type { Expected, StorageCheck, StorageChecks } from '../storage-checks.ts';
import { heldMetadataSnapshots } from './held-metadata-snapshots.ts';
import { reportThinPools } from './lvm-commands.ts';
import { readReport } from './lvm-report.ts';
import { mainVolumeFindings } from './main-volume-findings.ts';
import { strayVolumeFindings } from './stray-volume-findings.ts';

/** Compares the thin volumes with what is registered: one `lvs` and one `dmsetup`, however many there are. */
export class LvmChecks implements StorageChecks {
  readonly #runner: CommandRunner;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  async check(expected: Expected): Promise<StorageCheck> {
    const [report, status] = await Promise.all([readReport(this.#runner), this.#runner.run(reportThinPools())]);
    const problems = [report, status].flatMap((result) => (result.ok ? [] : [result.error]));
    if (!report.ok) return { findings: [], problems };
    return {
      findings: [
        ...mainVolumeFindings(report.value, expected),
        ...strayVolumeFindings(report.value, expected),
        ...(status.ok ? heldMetadataSnapshots(report.value, status.value) : []),
      ],
      problems,
    };
  }
}
