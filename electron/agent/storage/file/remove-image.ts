import { realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { fileFailure, statOrNull } from './file-stat.ts';
import { imageIdentity } from './image-survey.ts';
import { loopBackingFiles } from './loop-devices.ts';

/** Removes an image that is still the one of this identity; that it is gone is fine. Fails with `kept-changed`, `volume-in-use`. */
export async function removeImage(
  path: string,
  identity: string,
  /** Which have no meaning without it, and go first. */
  companionPaths: readonly string[],
): Promise<Result<void, Failure>> {
  try {
    const stats = await statOrNull(path);
    if (stats !== null && imageIdentity(stats) !== identity) return err({ code: 'kept-changed', path });
    const backing = await loopBackingFiles();
    // The kernel names a file behind a loop device without symbolic links.
    const dir = await realpath(dirname(path));
    const open = [path, ...companionPaths].find((one) => backing.has(join(dir, basename(one))));
    if (open !== undefined) return err({ code: 'volume-in-use', volume: open });
    for (const one of [...companionPaths, path]) await rm(one, { force: true });
    return done;
  } catch (error) {
    return err(fileFailure(path, error));
  }
}
