import { basename } from 'node:path';
import type PQueue from 'p-queue';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import { commandLine } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { VolumeSlot } from '../storage-backend.ts';
import type { Revert, RevisionMarks, VolumeRevisions } from '../volume-revisions.ts';
import { changeTags, createSnapshot, putAway, renameVolume, type VolumeName } from './lvm-commands.ts';
import { isActive, isSkippedAtBoot, readReport, type LogicalVolume } from './lvm-report.ts';
import { findMain, identityOf } from './lvm-survey.ts';
import { isOfJob, jobTag, roleTag, vmTag } from './ownership-tags.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { revisionsOf } from './revisions.ts';
import {
  generationTag,
  keepTag,
  keepTags,
  noteTag,
  noteTags,
  pinnedTag,
  revisionOf,
  revisionTag,
  takenTag,
  takenTags,
} from './session-tags.ts';
import { reservedName, revisionName } from './volume-names.ts';

/** What there is of a volume and of the job that takes it back, found by identity and tag alone. */
interface Found {
  /** The volume as it was planned, under whatever name by now. */
  readonly now: LogicalVolume | undefined;
  readonly made: LogicalVolume | undefined;
  readonly revision: LogicalVolume | undefined;
}

/**
 * Revisions of thin volumes. A revert makes a snapshot of the revision and lets it change places with the volume, which
 * becomes a revision itself: first by its tags, so that nobody takes it for the VM's volume under another name, then by its
 * name. It is pinned: what was written last goes when a person says so, not when the next session ends.
 */
export class LvmRevisions implements VolumeRevisions {
  readonly #runner: CommandRunner;
  /** The turns that sessions take as well: nothing is pruned between a look and a pin. */
  readonly #turns: PQueue;

  constructor(runner: CommandRunner, turns: PQueue) {
    this.#runner = runner;
    this.#turns = turns;
  }

  reserveCommand({ revisionPath, path }: Revert): string {
    return commandLine(createSnapshot(nameIn(revisionPath), basename(path), []));
  }

  async reserve(revert: Revert, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#find(revert, job);
    if (!found.ok || found.value.made !== undefined) return found.ok ? done : found;
    const { revision } = found.value;
    if (revision === undefined) return err({ code: 'revision-gone', vm: revert.vm, role: revert.role });
    const tags = [vmTag(revert.vm), roleTag(revert.role), jobTag(job)];
    return this.#run(createSnapshot(revision, reservedName(basename(revert.path), job), tags));
  }

  async discardReserved(revert: Revert, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#find(revert, job);
    if (!found.ok) return found;
    return found.value.made === undefined ? done : removeThinVolume(this.#runner, found.value.made);
  }

  async hasBegun(revert: Revert): Promise<Result<boolean, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const now = report.value.find((volume) => identityOf(volume) === revert.identity);
    return ok(now !== undefined && revisionOf(now) !== undefined);
  }

  async switch(revert: Revert, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#find(revert, job);
    if (!found.ok) return found;
    const { now, made } = found.value;
    if (now === undefined || made === undefined)
      return err({ code: 'volume-not-found', vm: revert.vm, role: revert.role });
    const safety = Number(revert.safetyRevision);
    if (revisionOf(now) === undefined) {
      const counted = await this.#run(changeTags(made, { add: [generationTag(safety + 1), ...keepTags(now)] }));
      if (!counted.ok) return counted;
      const seconds = Math.floor(Date.now() / 1000);
      const kept = await this.#run(changeTags(now, { add: [revisionTag(safety), takenTag(seconds), pinnedTag] }));
      if (!kept.ok) return kept;
    }
    const moved = await this.#rename(now, revisionName(basename(revert.path), safety));
    return moved.ok ? this.#rename(made, basename(revert.path)) : moved;
  }

  async withdraw(revert: Revert, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#find(revert, job);
    if (!found.ok) return found;
    const { now, made } = found.value;
    const name = basename(revert.path);
    const back = made?.name === name ? await this.#rename(made, reservedName(name, job)) : done;
    if (!back.ok || now === undefined) return back;
    const moved = await this.#rename(now, name);
    if (!moved.ok || revisionOf(now) === undefined) return moved;
    const remove = [revisionTag(Number(revert.safetyRevision)), ...takenTags(now), pinnedTag];
    return this.#run(changeTags({ ...now, name }, { remove }));
  }

  async complete(revert: Revert, job: JobId): Promise<Result<void, Failure>> {
    const found = await this.#find(revert, job);
    if (!found.ok) return found;
    const { now, made } = found.value;
    const isAway = now === undefined || (!isActive(now) && isSkippedAtBoot(now));
    const away = isAway ? done : await this.#run(putAway(now));
    if (!away.ok || made === undefined) return away;
    return this.#run(changeTags(made, { remove: [jobTag(job)] }));
  }

  mark(slot: VolumeSlot, id: string, { isPinned, note }: RevisionMarks): Promise<Result<void, Failure>> {
    return this.#turns.add(async () => {
      const report = await readReport(this.#runner);
      if (!report.ok) return report;
      const found = revisionsOf(report.value, slot).find(({ generation }) => String(generation) === id);
      if (found === undefined) return err({ code: 'revision-gone', vm: slot.vm, role: slot.role });
      const add = [
        ...(isPinned === true ? [pinnedTag] : []),
        ...(note === undefined || note === null ? [] : [noteTag(note)]),
      ];
      const remove = [
        ...(isPinned === false ? [pinnedTag] : []),
        ...(note === undefined ? [] : noteTags(found.volume)),
      ];
      const surplus = remove.filter((tag) => !add.includes(tag));
      return add.length + surplus.length === 0 ? done : this.#run(changeTags(found.volume, { add, remove: surplus }));
    });
  }

  async setRevisionsToKeep(slot: VolumeSlot, count: number): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const main = findMain(report.value, slot);
    if (main === undefined) return err({ code: 'volume-not-found', vm: slot.vm, role: slot.role });
    const remove = keepTags(main).filter((tag) => tag !== keepTag(count));
    return this.#run(changeTags(main, { add: [keepTag(count)], remove }));
  }

  async #find(revert: Revert, job: JobId): Promise<Result<Found, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    return ok({
      now: report.value.find((volume) => identityOf(volume) === revert.identity),
      made: report.value.find((volume) => isOfJob(volume, revert, job)),
      revision: report.value.find(({ uuid }) => uuid === revert.revisionIdentity),
    });
  }

  #rename(volume: VolumeName, name: string): Promise<Result<void, Failure>> {
    return volume.name === name ? Promise.resolve(done) : this.#run(renameVolume(volume, name));
  }

  async #run(command: Parameters<CommandRunner['run']>[0]): Promise<Result<void, Failure>> {
    const output = await this.#runner.run(command);
    return output.ok ? done : output;
  }
}

/** `/dev/VG/NAME`, as a plan has it. */
function nameIn(path: string): VolumeName {
  const [, , vg = '', name = ''] = path.split('/');
  return { vg, name };
}
