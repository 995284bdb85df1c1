import { chmod, lchown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId, VmName } from '#shared/domain/ids.ts';
import type { NewVmClass } from '#shared/domain/vm.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { reservedDir, type NewFolder, type VmFolders, type VolatileReset } from '../vm-folders.ts';
import { elementOfClass } from './element-classes.ts';
import { fillClonedFolder } from './fill-cloned-folder.ts';
import { fillCreatedFolder } from './fill-created-folder.ts';
import { attempt, markPath, sync } from './folder-files.ts';
import { isThere } from './is-there.ts';
import { resetVolatile } from './volatile.ts';

/** The folders of core-2's VMs, with the owner and the mode that those around them have: its tools work as an ordinary user. */
export class Core2Folders implements VmFolders {
  readonly #qubesDir: string;
  readonly #runner: CommandRunner;

  constructor(qubesDir: string, runner: CommandRunner) {
    this.#qubesDir = qubesDir;
    this.#runner = runner;
  }

  isTaken(dir: string): Promise<boolean> {
    return isThere(dir);
  }

  placeOf(vmClass: NewVmClass, name: VmName): string {
    return join(this.#qubesDir, elementOfClass(vmClass).parentDir ?? '', name);
  }

  reserve(folder: NewFolder, job: JobId, signal: AbortSignal): Promise<Result<void, Failure>> {
    const { dirPath } = folder.vm;
    const dir = reservedDir(dirPath, job);
    return attempt(dir, async () => {
      const { mode, uid, gid } = await stat(folder.kind === 'clone' ? folder.sourceDir : dirname(dirPath));
      await mkdir(dir, { recursive: true });
      await chmod(dir, mode & 0o7777);
      await lchown(dir, uid, gid);
      await writeFile(markPath(dir, job), '');
      if (folder.kind === 'clone') return fillClonedFolder(folder, dir, signal);
      const kernelsDir = join(this.#qubesDir, 'vm-kernels');
      return fillCreatedFolder(folder, dir, { runner: this.#runner, kernelsDir }, signal);
    });
  }

  discardReserved(dir: string, job: JobId): Promise<Result<void, Failure>> {
    const reserved = reservedDir(dir, job);
    return attempt(reserved, async () => {
      await rm(reserved, { recursive: true, force: true });
      await sync(dirname(dir));
      return done;
    });
  }

  isCommitted(dir: string, job: JobId): Promise<boolean> {
    return isThere(markPath(dir, job));
  }

  async commit(dir: string, job: JobId): Promise<Result<void, Failure>> {
    if (await this.isCommitted(dir, job)) return done;
    const reserved = reservedDir(dir, job);
    // Between this look and the renaming only an empty folder could still be replaced, and nothing is lost with one.
    if (await isThere(dir)) return err({ code: 'name-taken', name: basename(dir) });
    return attempt(dir, async () => {
      const { uid, gid } = await stat(reserved);
      await settle(reserved, uid, gid);
      await rename(reserved, dir);
      await sync(dirname(dir));
      return done;
    });
  }

  async withdraw(dir: string, job: JobId): Promise<Result<void, Failure>> {
    if (!(await this.isCommitted(dir, job))) return done;
    return attempt(dir, async () => {
      await rename(dir, reservedDir(dir, job));
      await sync(dirname(dir));
      return done;
    });
  }

  release(dir: string, job: JobId): Promise<Result<void, Failure>> {
    return attempt(dir, async () => {
      await rm(markPath(dir, job), { force: true });
      await sync(dir);
      return done;
    });
  }

  resetVolatile(reset: VolatileReset): Promise<Result<void, Failure>> {
    return attempt(reset.vm.dirPath, () => resetVolatile(reset, this.#runner));
  }
}

/** Gives everything in the folder its owner, and lets nothing of it be lost with the power. */
async function settle(dir: string, uid: number, gid: number): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    await lchown(path, uid, gid);
    if (entry.isDirectory()) await settle(path, uid, gid);
    else if (entry.isFile()) await sync(path);
  }
  await sync(dir);
}
