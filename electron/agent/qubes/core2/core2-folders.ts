import { chmod, lchown, lstat, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import { reservedDir, type FolderClone, type VmFolders } from '../vm-folders.ts';
import { cloneSettings } from './clone-settings.ts';

const markPath = (dir: string, job: JobId): string => join(dir, `.qubes-storage-job-${job}`);

/** The folders of core-2's VMs, with the owner and the mode that their source has: its tools work as an ordinary user. */
export class Core2Folders implements VmFolders {
  isTaken(dir: string): Promise<boolean> {
    return exists(dir);
  }

  async reserve(clone: FolderClone, job: JobId, signal: AbortSignal): Promise<Result<void, Failure>> {
    const dir = reservedDir(clone.dir, job);
    const cloned = await attempt(dir, async () => {
      const { mode, uid, gid } = await stat(clone.sourceDir);
      await mkdir(dir, { recursive: true });
      await chmod(dir, mode & 0o7777);
      await lchown(dir, uid, gid);
      await writeFile(markPath(dir, job), '');
    });
    return cloned.ok ? cloneSettings(clone, dir, signal) : cloned;
  }

  discardReserved(dir: string, job: JobId): Promise<Result<void, Failure>> {
    const reserved = reservedDir(dir, job);
    return attempt(reserved, async () => {
      await rm(reserved, { recursive: true, force: true });
      await sync(dirname(dir));
    });
  }

  isCommitted(dir: string, job: JobId): Promise<boolean> {
    return exists(markPath(dir, job));
  }

  async commit(dir: string, job: JobId): Promise<Result<void, Failure>> {
    if (await this.isCommitted(dir, job)) return done;
    const reserved = reservedDir(dir, job);
    // Between this look and the renaming only an empty folder could still be replaced, and nothing is lost with one.
    if (await exists(dir)) return err({ code: 'name-taken', name: basename(dir) });
    return attempt(dir, async () => {
      const { uid, gid } = await stat(reserved);
      await settle(reserved, uid, gid);
      await rename(reserved, dir);
      await sync(dirname(dir));
    });
  }

  async withdraw(dir: string, job: JobId): Promise<Result<void, Failure>> {
    if (!(await this.isCommitted(dir, job))) return done;
    return attempt(dir, async () => {
      await rename(dir, reservedDir(dir, job));
      await sync(dirname(dir));
    });
  }

  release(dir: string, job: JobId): Promise<Result<void, Failure>> {
    return attempt(dir, async () => {
      await rm(markPath(dir, job), { force: true });
      await sync(dir);
    });
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

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A link that leads nowhere is there too. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function attempt(path: string, work: () => Promise<void>): Promise<Result<void, Failure>> {
  try {
    await work();
    return done;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return err({ code: 'file-failed', path, detail: error.message });
  }
}
