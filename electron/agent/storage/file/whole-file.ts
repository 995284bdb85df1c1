import { open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Puts a file in its place, or in that of an older one, when it is whole and on the disk. `make` is told where to make it;
 * owner and mode are those of the file `like`. Throws what the file system says.
 */
export async function putWholeFile(
  path: string,
  like: string,
  make: (newPath: string) => Promise<Result<void, Failure>>,
): Promise<Result<void, Failure>> {
  const newPath = `${path}.new`;
  const made = await make(newPath);
  if (!made.ok) return made;
  const { uid, gid, mode } = await stat(like);
  const file = await open(newPath, 'r+');
  try {
    await file.chown(uid, gid);
    await file.chmod(mode & 0o777);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(newPath, path);
  await syncFolder(dirname(path));
  return done;
}
