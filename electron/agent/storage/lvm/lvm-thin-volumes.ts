import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import {
  groupOf,
  reservedVid,
  thinDevicePath,
  type KeptMark,
  type NewThinVolume,
  type ReservedThinVolume,
  type SeenVolume,
  type ThinLook,
  type ThinVolumes,
} from '../thin-volumes.ts';
import { autoextendThresholdFraction } from './autoextend-threshold.ts';
import { activateVolume, changeTags, createThinVolume, renameVolume, type VolumeName } from './lvm-commands.ts';
import { isActive, isOpen, isThinPool, isThinVolume, readReport, type LogicalVolume } from './lvm-report.ts';
import { jobOf, jobTag, ownerOf, roleTag, tagPrefix, tagValue, vmTag } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { partOf, thinPools } from './thin-pools.ts';

/** qubesd's volumes as lvm2 tells of them, in one call of lvs; what is ours among them is told by its tags. */
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

  async reserve(
    { vm, role, vid, thinPool, sizeBytes }: NewThinVolume,
    job: JobId,
  ): Promise<Result<ReservedThinVolume, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const pool = report.value.find((volume) => isThinPool(volume) && vidOf(volume) === thinPool);
    if (pool === undefined) return err({ code: 'pool-not-found', pool: thinPool });
    const existing = report.value.find((volume) => {
      const owner = ownerOf(volume);
      return jobOf(volume) === job && owner?.vm === vm && owner.role === role;
    });
    const path = thinDevicePath(existing === undefined ? reservedVid(vid, job) : vidOf(existing));
    const reserved = { path, granuleBytes: pool.chunkBytes };
    if (existing !== undefined && isActive(existing)) return ok(reserved);
    const tags = [vmTag(vm), roleTag(role), jobTag(job)];
    const made = await this.#run(
      existing === undefined
        ? createThinVolume(pool, nameIn(reservedVid(vid, job)).name, sizeBytes, tags)
        : activateVolume(existing),
    );
    return made.ok ? ok(reserved) : made;
  }

  async rename({ vid }: SeenVolume, toVid: string): Promise<Result<void, Failure>> {
    if (groupOf(vid) !== groupOf(toVid)) throw new Error('a volume stays in its group');
    return vid === toVid ? done : this.#run(renameVolume(nameIn(vid), nameIn(toVid).name));
  }

  async markKept(volume: SeenVolume, mark: KeptMark | null): Promise<Result<void, Failure>> {
    if (volume.keptBy === (mark?.job ?? null)) return done;
    if (mark !== null) {
      return this.#run(
        changeTags(nameIn(volume.vid), { add: [vmTag(mark.vm), roleTag(mark.role), keptTag(mark.job)] }),
      );
    }
    const { owner, keptBy } = volume;
    if (owner === null || keptBy === null) return done;
    return this.#run(
      changeTags(nameIn(volume.vid), { remove: [vmTag(owner.vm), roleTag(owner.role), keptTag(keptBy)] }),
    );
  }

  async release({ vid, owner, job }: SeenVolume): Promise<Result<void, Failure>> {
    if (owner === null || job === null) return done;
    return this.#run(changeTags(nameIn(vid), { remove: [vmTag(owner.vm), roleTag(owner.role), jobTag(job)] }));
  }

  remove({ vid }: SeenVolume): Promise<Result<void, Failure>> {
    return removeThinVolume(this.#runner, nameIn(vid));
  }

  async #run(command: Command): Promise<Result<void, Failure>> {
    const output = await this.#runner.run(command);
    return output.ok ? done : output;
  }
}

const keptTag = (job: JobId): string => `${tagPrefix}kept=${job}`;

const vidOf = ({ vg, name }: LogicalVolume): string => `${vg}/${name}`;

function nameIn(vid: string): VolumeName {
  const [vg = '', name = ''] = vid.split('/');
  return { vg, name };
}

const seen = (volume: LogicalVolume): SeenVolume => ({
  vid: vidOf(volume),
  uuid: volume.uuid,
  sizeBytes: volume.sizeBytes,
  usedBytes: partOf(volume.sizeBytes, volume.dataFraction),
  isActive: isActive(volume),
  isOpen: isOpen(volume),
  owner: ownerOf(volume) ?? null,
  job: jobOf(volume) ?? null,
  keptBy: (tagValue(volume, 'kept') ?? null) as JobId | null,
});
