import { dirname, join } from 'node:path';
import type PQueue from 'p-queue';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { FoundVolume } from '../storage-backend.ts';
import type { VolumeNaming } from '../volume-naming.ts';
import type { SessionDisk, SessionVolume, VolumeSessions } from '../volume-sessions.ts';
import { devicePath } from './lvm-commands.ts';
import { isOpen, readReport, type LogicalVolume } from './lvm-report.ts';
import { findMain } from './lvm-survey.ts';
import { ownerOf } from './ownership-tags.ts';
import { beginSession, endSession, undoSession, type OwnVolume } from './own-volume-session.ts';
import { removeThinVolume } from './remove-thin-volume.ts';
import { whileBusy } from './while-busy.ts';
import { fromOf } from './session-tags.ts';
import { makeSessionSnapshot, sessionSnapshots } from './session-snapshots.ts';
import { writtenSectors } from './written-sectors.ts';

/**
 * Sessions of thin volumes. Each call looks at everything once, and makes one lvm2 command for each thing that changes. It
 * is one of the `turns`: what it has seen stays true until it is done.
 */
export class LvmSessions implements VolumeSessions {
  readonly #runner: CommandRunner;
  readonly #turns: PQueue;
  readonly #naming: VolumeNaming;
  /** By UUID, what had been written when the session began: tells whether a guest that did not come up wrote anything. */
  readonly #writtenBefore = new Map<string, number | undefined>();

  constructor(runner: CommandRunner, turns: PQueue, naming: VolumeNaming) {
    this.#runner = runner;
    this.#turns = turns;
    this.#naming = naming;
  }

  prepare(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    return this.#turns.add(() => this.#prepare(volumes));
  }

  release(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    return this.#turns.add(() => this.#end(volumes, (own) => endSession(this.#runner, own)));
  }

  abandon(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    return this.#turns.add(() => this.#abandon(volumes));
  }

  async #prepare(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const prepared: SessionVolume[] = [];
    for (const volume of volumes) {
      const made = await this.#prepareOne(report.value, volume);
      if (made.ok) {
        prepared.push(volume);
        continue;
      }
      // What cannot be taken back now is, as after a crash, put in order by the next start.
      await this.#abandon(prepared);
      return made;
    }
    return done;
  }

  #abandon(volumes: readonly SessionVolume[]): Promise<Result<void, Failure>> {
    return this.#end(volumes, async (own) => {
      const { main } = own;
      const written = await writtenSectors(devicePath(main));
      const isUntouched = written !== undefined && written === this.#writtenBefore.get(main.uuid);
      return isUntouched ? undoSession(this.#runner, own) : endSession(this.#runner, own, Infinity);
    });
  }

  async snapshotOwners(): Promise<Result<ReadonlySet<VmName>, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const snapshots = report.value.filter((volume) => fromOf(volume) !== undefined);
    return ok(new Set(snapshots.flatMap((volume) => ownerOf(volume)?.vm ?? [])));
  }

  diskOf({ slot, source }: SessionVolume, found: FoundVolume): SessionDisk {
    const path = source === null ? found.path : join(dirname(found.path), this.#nameOf(slot));
    return { source: { kind: 'block', path }, isReadOnly: false };
  }

  #nameOf({ vm, role }: SessionVolume['slot']): string {
    return volumeName(this.#naming.scheme, vm, role);
  }

  async #prepareOne(report: readonly LogicalVolume[], { slot, source }: SessionVolume): Promise<Result<void, Failure>> {
    if (source !== null)
      return makeSessionSnapshot(this.#runner, report, { owner: slot, name: this.#nameOf(slot) }, source);
    const main = findMain(report, slot);
    if (main === undefined) return err({ code: 'volume-not-found', vm: slot.vm, role: slot.role });
    const begun = await beginSession(this.#runner, { owner: slot, main, report });
    if (begun.ok) this.#writtenBefore.set(main.uuid, await writtenSectors(devicePath(main)));
    return begun;
  }

  async #end(
    volumes: readonly SessionVolume[],
    end: (own: OwnVolume) => Promise<Result<void, Failure>>,
  ): Promise<Result<void, Failure>> {
    const found = await whileBusy(() => this.#findUnused(volumes));
    if (!found.ok) return found;
    for (const own of found.value.own) {
      const ended = await end(own);
      if (!ended.ok) return ended;
    }
    for (const snapshot of found.value.snapshots) {
      const dropped = await removeThinVolume(this.#runner, snapshot);
      if (!dropped.ok) return dropped;
    }
    return done;
  }

  /** Fails before anything is changed when somebody has one of them open. */
  async #findUnused(
    volumes: readonly SessionVolume[],
  ): Promise<Result<{ readonly own: readonly OwnVolume[]; readonly snapshots: readonly LogicalVolume[] }, Failure>> {
    const report = await readReport(this.#runner);
    if (!report.ok) return report;
    const own = volumes.flatMap(({ slot, source }) => {
      const main = source === null ? findMain(report.value, slot) : undefined;
      return main === undefined ? [] : [{ owner: slot, main, report: report.value }];
    });
    const snapshots = volumes.flatMap(({ slot, source }) =>
      source === null ? [] : sessionSnapshots(report.value, slot),
    );
    const open = [...own.map(({ main }) => main), ...snapshots].find(isOpen);
    return open === undefined ? ok({ own, snapshots }) : err({ code: 'volume-in-use', volume: devicePath(open) });
  }
}
