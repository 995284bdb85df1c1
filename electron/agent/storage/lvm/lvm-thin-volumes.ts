import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { SeenVolume, ThinLook, ThinVolumes } from '../thin-volumes.ts';
import { autoextendThresholdFraction } from './autoextend-threshold.ts';
import { isActive, isOpen, isThinVolume, readReport, type LogicalVolume } from './lvm-report.ts';
import { partOf, thinPools } from './thin-pools.ts';

/** qubesd's volumes as lvm2 tells of them, in one call of lvs. */
export class LvmThinVolumes implements ThinVolumes {
  readonly #runner: CommandRunner;
  #threshold: Promise<number> | undefined;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  async look(): Promise<Result<ThinLook, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    this.#threshold ??= autoextendThresholdFraction(this.#runner);
    const pools = thinPools(report.value, await this.#threshold);
    return ok({
      pools: new Map(pools.map((pool) => [pool.name, pool])),
      volumes: new Map(report.value.filter(isThinVolume).map((volume) => [vidOf(volume), seen(volume)])),
    });
  }
}

const vidOf = ({ vg, name }: LogicalVolume): string => `${vg}/${name}`;

const seen = (volume: LogicalVolume): SeenVolume => ({
  vid: vidOf(volume),
  uuid: volume.uuid,
  sizeBytes: volume.sizeBytes,
  usedBytes: partOf(volume.sizeBytes, volume.dataFraction),
  isActive: isActive(volume),
  isOpen: isOpen(volume),
  tags: volume.tags,
});
