import { readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { hasErrorCode } from '../registry-file/file-failure.ts';
import { attempt, sync } from './folder-files.ts';

const unfinished = '.qubes-storage-new';

/**
 * Leads the links that DispVMs are started through (facts/qubes-r2.md §5.9) to where a folder is now: of a template they
 * name the root image. Run again, it changes nothing.
 */
export function moveDvmLinks(qubesDir: string, fromDir: string, toDir: string): Promise<Result<void, Failure>> {
  const dir = join(qubesDir, 'dvmdata');
  return attempt(dir, async () => {
    for (const entry of await entriesOf(dir)) {
      const path = join(dir, entry);
      const target = await readlink(path);
      if (!target.startsWith(`${fromDir}/`)) continue;
      await rm(path + unfinished, { force: true });
      await symlink(toDir + target.slice(fromDir.length), path + unfinished);
      await rename(path + unfinished, path);
      await sync(dir);
    }
    return done;
  });
}

/** A system without DispVMs has none. */
async function entriesOf(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
}
