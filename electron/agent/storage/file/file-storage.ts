import { link, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kib, type Bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { NewVolume, ReservedVolume, StorageBackend, Survey, VolumeSlot } from '../storage-backend.ts';
import { fileFailure, statOrNull } from './file-stat.ts';
import { surveyImages } from './image-survey.ts';
import { imagePath } from './image-path.ts';
import { removeImage } from './remove-image.ts';
import { cowPathOf, oldCowPathOf, revertingCowPathOf } from './root-cow.ts';
import { syncFolder } from './sync-folder.ts';
import { completeTemplate } from './template-files.ts';

/** Images are group-writable, as the tools of dom0 make them. */
const imageMode = 0o660;

/** The block size of the file systems that images lie on: smaller holes do not exist. */
const granuleBytes: Bytes = kib(4);

/**
 * Image files `ROLE.img` in the VM's directory. A job fills a file of its own name; committing links it to the final name,
 * so that both names are one file until the job lets go: that is how a crash in between is told from somebody's image.
 * Never replaces a file.
 */
export class FileStorage implements StorageBackend {
  readonly kind = 'file';
  readonly #runner: CommandRunner;
  readonly #baseDir: string;

  constructor(runner: CommandRunner, baseDir: string) {
    this.#runner = runner;
    this.#baseDir = baseDir;
  }

  survey(slots: readonly VolumeSlot[]): Promise<Survey> {
    return surveyImages(this.#baseDir, slots);
  }

  nameOf({ role }: VolumeSlot): string {
    return `${role}.img`;
  }

  pathOf(slot: VolumeSlot): string {
    return imagePath(slot);
  }

  reserveCommand({ slot, sizeBytes }: NewVolume): string {
    return `truncate --size=${sizeBytes} ${imagePath(slot)}`;
  }

  async reserve({ slot, sizeBytes }: NewVolume, job: JobId): Promise<Result<ReservedVolume, Failure>> {
    const path = this.#reservedPath(slot, job);
    const made = await attempt(path, async () => {
      // The tools of dom0 work as an ordinary user: what is in a VM's folder belongs to the folder's owner.
      const { uid, gid } = await stat(dirname(path));
      const file = await open(path, 'a', imageMode);
      try {
        await file.chown(uid, gid);
        await file.chmod(imageMode);
        await file.truncate(sizeBytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(dirname(path));
    });
    return made.ok ? ok({ path, granuleBytes }) : made;
  }

  discardReserved(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    return removeFile(this.#reservedPath(slot, job));
  }

  async commitReserved(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    if (await this.#isCommitted(slot, job)) return done;
    const path = imagePath(slot);
    return attempt(path, async () => {
      // Without an image beside them they are changes to one that is gone, and would be read over the new one.
      if ((await statOrNull(path)) === null) await removeChanges(companionsOf(slot));
      await link(this.#reservedPath(slot, job), path);
      await syncFolder(dirname(path));
    });
  }

  async withdrawCommitted(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    return (await this.#isCommitted(slot, job)) ? removeFile(imagePath(slot)) : done;
  }

  async removeKept(slot: VolumeSlot, identity: string): Promise<Result<void, Failure>> {
    const removed = await removeImage(imagePath(slot), identity, companionsOf(slot));
    return removed.ok ? attempt(slot.vmDir, () => syncFolder(slot.vmDir)) : removed;
  }

  /** The folder says whose an image is. */
  adopt(): Promise<Result<void, Failure>> {
    return Promise.resolve(done);
  }

  grow(slot: VolumeSlot, sizeBytes: Bytes): Promise<Result<void, Failure>> {
    const path = imagePath(slot);
    return attempt(path, async () => {
      // Without creating it: an image that has gone meanwhile must not come back empty.
      const image = await open(path, 'r+');
      try {
        if ((await image.stat()).size < sizeBytes) await image.truncate(sizeBytes);
        await image.sync();
      } finally {
        await image.close();
      }
    });
  }

  growCommand(path: string, sizeBytes: Bytes): string {
    return `truncate --size=${sizeBytes} ${path}`;
  }

  async completeTemplate(root: VolumeSlot): Promise<Result<void, Failure>> {
    const path = imagePath(root);
    try {
      return await completeTemplate(this.#runner, path);
    } catch (error) {
      return err(fileFailure(path, error));
    }
  }

  release(slot: VolumeSlot, job: JobId): Promise<Result<void, Failure>> {
    return removeFile(this.#reservedPath(slot, job));
  }

  #reservedPath(slot: VolumeSlot, job: JobId): string {
    return join(slot.vmDir, `${this.nameOf(slot)}.job-${job}`);
  }

  async #isCommitted(slot: VolumeSlot, job: JobId): Promise<boolean> {
    const [reserved, final] = await Promise.all([
      statOrNull(this.#reservedPath(slot, job)),
      statOrNull(imagePath(slot)),
    ]);
    return reserved !== null && final !== null && reserved.ino === final.ino && reserved.dev === final.dev;
  }
}

/** What a template's root was changed by, for as long as it was on files: nothing without its image. */
const companionsOf = (slot: VolumeSlot): readonly string[] =>
  slot.role === 'root' ? [cowPathOf, oldCowPathOf, revertingCowPathOf].map((pathOf) => pathOf(imagePath(slot))) : [];

async function attempt(path: string, work: () => Promise<void>): Promise<Result<void, Failure>> {
  try {
    await work();
    return done;
  } catch (error) {
    return err(fileFailure(path, error));
  }
}

const removeFile = (path: string): Promise<Result<void, Failure>> =>
  attempt(path, async () => {
    await rm(path, { force: true });
    // Without its folder, nothing of that name can come back with the power.
    if ((await statOrNull(dirname(path))) !== null) await syncFolder(dirname(path));
  });

/** One without data records no change: the folder of a new template has been given it. */
async function removeChanges(paths: readonly string[]): Promise<void> {
  for (const path of paths) if ((await statOrNull(path))?.blocks !== 0n) await rm(path, { force: true });
}
