import { done } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import { writeFailed } from './copy-failure.ts';
import type { CopyFailure } from './copy-failure.ts';
import type { OpenImage } from './open-image.ts';

/** Makes a regular target exactly so long, and checks that a device is at least that long. */
export async function setLength(target: OpenImage, sizeBytes: number): Promise<Result<void, CopyFailure>> {
  if (target.kind === 'block-device') {
    return target.sizeBytes < sizeBytes ? writeFailed(target.path, target.sizeBytes, 'the device ends here') : done;
  }
  try {
    await target.handle.truncate(sizeBytes);
    return done;
  } catch (cause) {
    return writeFailed(target.path, sizeBytes, cause);
  }
}

/** As `setLength`, after dropping what a regular target held: then it reads as zeros, which a device must do already. */
export async function setEmptyLength(target: OpenImage, sizeBytes: number): Promise<Result<void, CopyFailure>> {
  const emptied = target.kind === 'regular-file' ? await setLength(target, 0) : done;
  return emptied.ok ? await setLength(target, sizeBytes) : emptied;
}
