import type { Bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import { commandLine } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { NewVolume, ReservedVolume, StorageBackend, Survey, VolumeSlot } from '../storage-backend.ts';
import type { VolumeNaming } from '../volume-naming.ts';
import {
  activateVolume,
  changeTags,
  createSnapshot,
  createThinVolume,
  devicePath,
  extendVolume,
  removeTag,
  renameVolume,
} from './lvm-commands.ts';
import { isActive, isThinPool, readReport, type LogicalVolume } from './lvm-report.ts';
import { isOfJob, jobTag, ownerOf, roleTag, vmTag } from './ownership-tags.ts';
import { findMain, surveyOf } from './lvm-survey.ts';
import { revisionsOf } from './revisions.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { poolIdOf } from './thin-pools.ts';
import { reservedName } from './volume-names.ts';

/** LVM thin volumes. Their names are the machine's choice; they are found by their tags. */
export class LvmStorage implements StorageBackend {
  readonly kind = 'lvm';
  readonly #runner: CommandRunner;
  readonly #autoextendThresholdFraction: number;
  readonly #naming: VolumeNaming;

  constructor(runner: CommandRunner, autoextendThresholdFraction: number, naming: VolumeNaming) {
    this.#runner = runner;
    this.#autoextendThresholdFraction = autoextendThresholdFraction;
    this.#naming = naming;
  }

  async survey(slots: readonly VolumeSlot[]): Promise<Survey> {
    const report = await readReport(this.#runner);
    if (!report.ok) return { pools: [], volumes: [], takenNames: new Map(), problems: [report.error] };
    return surveyOf(report.value, slots, this.#autoextendThresholdFraction);
  }

  nameOf({ vm, role }: VolumeSlot): string {
    return volumeName(this.#naming.scheme, vm, role);
  }

  pathOf(slot: VolumeSlot, poolName: string): string {
    return devicePath({ vg: poolName.split('/')[0] ?? '', name: this.nameOf(slot) });
  }

  reserveCommand({ slot, sizeBytes }: NewVolume, poolName: string): string {
    const [vg = '', name = ''] = poolName.split('/');
    return commandLine(createThinVolume({ vg, name }, this.nameOf(slot), sizeBytes, []));
  }

  async reserve({ slot, pool: poolId, sizeBytes }: NewVolume, job: JobId): Promise<Result<ReservedVolume, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const pool = report.value.find((volume) => isThinPool(volume) && poolIdOf(volume) === poolId);
    if (pool === undefined) return err({ code: 'pool-not-found', pool: poolId });
    const name = reservedName(this.nameOf(slot), job);
    const reserved = { path: devicePath({ vg: pool.vg, name }), granuleBytes: pool.chunkBytes };
    const existing = report.value.find((volume) => isOfJob(volume, slot, job));
    if (existing !== undefined) {
      const active = isActive(existing) ? done : await this.#run(activateVolume(existing));
      return active.ok ? ok({ ...reserved, path: devicePath(existing) }) : active;
    }
    const tags = [vmTag(slot.vm), roleTag(slot.role), jobTag(job)];
    const created = await this.#run(createThinVolume(pool, name, sizeBytes, tags));
    return created.ok ? ok(reserved) : created;
  }

  async reserveSnapshot(
    source: VolumeSlot,
    target: VolumeSlot,
    job: JobId,
    revision: string | null,
  ): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    if (report.value.some((volume) => isOfJob(volume, target, job))) return done;
    const origin =
      revision === null ? findMain(report.value, source) : report.value.find(({ uuid }) => uuid === revision);
    if (origin === undefined) {
      const { vm, role } = source;
      return err({ code: revision === null ? 'volume-not-found' : 'revision-gone', vm, role });
    }
    const tags = [vmTag(target.vm), roleTag(target.role), jobTag(job)];
    return this.#run(createSnapshot(origin, reservedName(this.nameOf(target), job), tags));
  }

  snapshotCommand(sourcePath: string, target: VolumeSlot): string {
    const [, , vg = '', name = ''] = sourcePath.split('/');
    return commandLine(createSnapshot({ vg, name }, this.nameOf(target), []));
  }

  async discardReserved(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#findOfJob(slot, job);
    if (!found.ok) return found;
    return found.value === undefined ? done : removeThinVolume(this.#runner, found.value);
  }

  async commitReserved(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    return this.#rename(slot, job, this.nameOf(slot));
  }

  async withdrawCommitted(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#findOfJob(slot, job);
    if (!found.ok) return found;
    return found.value === undefined ? done : this.#rename(slot, job, reservedName(this.nameOf(slot), job));
  }

  async removeKept(slot: VolumeSlot, identity: string): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const [kept] = surveyOf(report.value, [slot], this.#autoextendThresholdFraction).volumes;
    if (kept === undefined) return done;
    if (!kept.isOwn || kept.identity !== identity) return err({ code: 'kept-changed', path: kept.path });
    const volume = report.value.find((one) => devicePath(one) === kept.path);
    if (volume === undefined) return done;
    // The older states first: without the volume nobody would know any more what they are of.
    for (const revision of revisionsOf(report.value, slot)) {
      const removed = await removeThinVolume(this.#runner, revision.volume);
      if (!removed.ok) return removed;
    }
    return removeThinVolume(this.#runner, volume);
  }

  async adopt(slot: VolumeSlot): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const volume = findMain(report.value, slot);
    if (volume === undefined || ownerOf(volume) !== undefined) return done;
    return this.#run(changeTags(volume, { add: [vmTag(slot.vm), roleTag(slot.role)] }));
  }

  async grow(slot: VolumeSlot, sizeBytes: Bytes): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const volume = findMain(report.value, slot);
    if (volume === undefined) return err({ code: 'volume-not-found', vm: slot.vm, role: slot.role });
    return volume.sizeBytes >= sizeBytes ? done : this.#run(extendVolume(volume, sizeBytes));
  }

  growCommand(path: string, sizeBytes: Bytes): string {
    const [, , vg = '', name = ''] = path.split('/');
    return commandLine(extendVolume({ vg, name }, sizeBytes));
  }

  /** A child's root is a volume of its own. */
  completeTemplate(): Promise<Result<void, Failure>> {
    return Promise.resolve(done);
  }

  async release(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#findOfJob(slot, job);
    if (!found.ok) return found;
    return found.value === undefined ? done : this.#run(removeTag(found.value, jobTag(job)));
  }

  async #rename(slot: VolumeSlot, job: JobId, name: string): Promise<Result<void, Failure>> {
    const found = await this.#findOfJob(slot, job);
    if (!found.ok) return found;
    if (found.value === undefined) return err({ code: 'volume-not-found', vm: slot.vm, role: slot.role });
    return found.value.name === name ? done : this.#run(renameVolume(found.value, name));
  }

  async #findOfJob(slot: VolumeSlot, job: JobId): Promise<Result<LogicalVolume | undefined, Failure>> {
    const report = await readReport(this.#runner);
    return report.ok ? ok(report.value.find((volume) => isOfJob(volume, slot, job))) : report;
  }

  async #run(command: Parameters<CommandRunner['run']>[0]): Promise<Result<void, Failure>> {
    const output = await this.#runner.run(command);
    return output.ok ? done : output;
  }
}
