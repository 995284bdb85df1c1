import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Bytes } from '#shared/base/bytes.ts';
import { done, err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { Revert, VolumeRevisions } from '../volume-revisions.ts';
import { fileFailure, statOrNull } from './file-stat.ts';
import { imagePath } from './image-path.ts';
import { mergeCow } from './merge-cow.ts';
import { ensureCow, oldCowPathOf, cowPathOf, revertingCowPathOf } from './root-cow.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * The one way back that a template on image files has: its old COW is merged into the root by the kernel, as core-2's
 * `qvm-revert-template-changes` does it. The state of now cannot be kept. The switch takes `root-cow.img` away and gives
 * the old one a name of its own: from then on nobody, core-2's own tools included, starts from a root that is half one
 * state and half the other, until the merge has come to its end.
 */
export class FileRevisions implements VolumeRevisions {
  readonly #runner: CommandRunner;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  async hasBegun(revert: Revert): Promise<Result<boolean, Failure>> {
    return attempt(revert, async (root) => ok((await statOrNull(revertingCowPathOf(root))) !== null));
  }

  switch(revert: Revert): Promise<Result<void, Failure>> {
    return attempt(revert, async (root) => {
      if ((await statOrNull(revertingCowPathOf(root))) !== null) return done;
      // Empty: the caller has looked whether there is anything that is not committed.
      await rm(cowPathOf(root), { force: true });
      await syncFolder(dirname(root));
      await rename(oldCowPathOf(root), revertingCowPathOf(root));
      await syncFolder(dirname(root));
      return done;
    });
  }

  withdraw(revert: Revert): Promise<Result<void, Failure>> {
    return attempt(revert, async (root) => {
      if ((await statOrNull(revertingCowPathOf(root))) !== null) {
        await rename(revertingCowPathOf(root), oldCowPathOf(root));
      }
      await ensureCow(root);
      return done;
    });
  }

  complete(revert: Revert, _job: JobId, report: (doneBytes: Bytes) => void): Promise<Result<void, Failure>> {
    return attempt(revert, async (root) => {
      const reverting = revertingCowPathOf(root);
      if ((await statOrNull(reverting)) !== null) {
        const merged = await mergeCow(this.#runner, root, reverting, report);
        if (!merged.ok) return merged;
        // What it held is in the root now, and on the disk.
        await rm(reverting, { force: true });
      }
      await ensureCow(root);
      return done;
    });
  }
}

async function attempt<T>(
  revert: Revert,
  work: (rootPath: string) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const root = imagePath(revert);
  try {
    return await work(root);
  } catch (error) {
    return err(fileFailure(root, error));
  }
}
