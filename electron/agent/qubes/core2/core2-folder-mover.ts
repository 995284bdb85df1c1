import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { FolderFacts, FolderMover } from '../folder-mover.ts';
import { reservedDir } from '../vm-folders.ts';
import { elementClasses } from './element-classes.ts';
import { systemErrorText } from '../registry-file/file-failure.ts';
import { attempt, markPath, sync } from './folder-files.ts';
import { isThere } from './is-there.ts';

/** Where core-2's menu hooks put a VM's entries. */
const menusDir = 'apps';

/** The folders that core-2's VMs have already. */
export class Core2FolderMover implements FolderMover {
  readonly #parentDirs: readonly string[];

  /** `qubesDir` is where core-2 keeps everything. */
  constructor(qubesDir: string) {
    this.#parentDirs = elementClasses.flatMap(({ parentDir }) =>
      parentDir === null ? [] : [join(qubesDir, parentDir)],
    );
  }

  async look(dir: string): Promise<Result<FolderFacts, Failure>> {
    try {
      if (!(await isThere(dir))) return ok({ kind: 'missing' });
      if (!(await lstat(dir)).isDirectory()) return ok({ kind: 'other' });
      const hasMenus = await isThere(join(dir, menusDir));
      return ok({ kind: 'folder', isInPlace: this.#parentDirs.includes(dirname(dir)), hasMenus });
    } catch (error) {
      return err({ code: 'file-failed', path: dir, detail: systemErrorText(error) });
    }
  }

  claim(dir: string, job: JobId): Promise<Result<void, Failure>> {
    return attempt(dir, async () => {
      if (!(await isThere(dir))) return done;
      await writeFile(markPath(dir, job), '');
      await sync(dir);
      return done;
    });
  }

  letGo(dir: string, job: JobId): Promise<Result<void, Failure>> {
    return attempt(dir, async () => {
      if (!(await this.isClaimed(dir, job))) return done;
      await rm(markPath(dir, job));
      await sync(dir);
      return done;
    });
  }

  async move(from: string, to: string, job: JobId): Promise<Result<void, Failure>> {
    if (await this.isClaimed(to, job)) return done;
    // Between this look and the renaming only an empty folder could still be replaced, and nothing is lost with one.
    if (await isThere(to)) return err({ code: 'name-taken', name: basename(to) });
    const claimed = await this.claim(from, job);
    return claimed.ok ? renameDurably(from, to) : claimed;
  }

  async moveBack(from: string, to: string, job: JobId): Promise<Result<void, Failure>> {
    const back = (await this.isClaimed(to, job)) ? await this.move(to, from, job) : done;
    return back.ok ? this.letGo(from, job) : back;
  }

  isClaimed(dir: string, job: JobId): Promise<boolean> {
    return isThere(markPath(dir, job));
  }

  /**
   * It gets a name of the job's own first: when the work is taken up again after a crash, another VM may have a folder of
   * the old name.
   */
  async removeClaimed(dir: string, job: JobId): Promise<Result<void, Failure>> {
    const reserved = reservedDir(dir, job);
    const aside = (await this.isClaimed(dir, job)) ? await renameDurably(dir, reserved) : done;
    if (!aside.ok) return aside;
    return attempt(reserved, async () => {
      await rm(reserved, { recursive: true, force: true });
      await sync(dirname(dir));
      return done;
    });
  }
}

const renameDurably = (from: string, to: string): Promise<Result<void, Failure>> =>
  attempt(from, async () => {
    await rename(from, to);
    await sync(dirname(to));
    return done;
  });
