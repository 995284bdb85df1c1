import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { ok } from '#shared/base/result.ts';
import type { Result } from '#shared/base/result.ts';
import { dropCachedPages, endOffset } from '../../native/libc.ts';
import { readFailed, writeFailed } from './copy-failure.ts';
import type { CopyFailure } from './copy-failure.ts';

/** An image file or a block device, opened for the copier. Whoever opened it closes `handle`. */
export interface OpenImage {
  readonly path: string;
  readonly handle: FileHandle;
  readonly kind: 'regular-file' | 'block-device';
  readonly sizeBytes: number;
  /** Equal for two images exactly when they are the same file, or the same device under any name. */
  readonly identity: string;
  /** Whether reads and writes bypass the page cache; then offset, length and memory have to be aligned. */
  readonly direct: boolean;
}

const { O_RDONLY, O_WRONLY, O_DIRECT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;

const hasCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;

async function describe(path: string, handle: FileHandle, direct: boolean): Promise<OpenImage> {
  const stat = await handle.stat({ bigint: true });
  if (stat.isFile()) {
    const identity = `file ${stat.dev} ${stat.ino}`;
    return { path, handle, kind: 'regular-file', sizeBytes: Number(stat.size), identity, direct };
  }
  if (!stat.isBlockDevice()) throw new Error('neither a regular file nor a block device');
  const sizeBytes = endOffset(handle.fd);
  return { path, handle, kind: 'block-device', sizeBytes, identity: `device ${stat.rdev}`, direct };
}

async function openWith(path: string, flags: number): Promise<OpenImage> {
  // Without O_NONBLOCK, a FIFO in the place of an image would hold this thread until somebody writes to it.
  const handle = await open(path, flags | O_NONBLOCK);
  try {
    return await describe(path, handle, (flags & O_DIRECT) !== 0);
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** Follows a symbolic link to a device, as every `/dev/VG/LV` is one, but never to a regular file. */
async function openImage(path: string, flags: number): Promise<OpenImage> {
  try {
    return await openWith(path, flags | O_NOFOLLOW);
  } catch (cause) {
    if (!hasCode(cause, 'ELOOP')) throw cause;
  }
  const image = await openWith(path, flags);
  if (image.kind === 'block-device') return image;
  await image.handle.close();
  throw new Error('a symbolic link to a regular file');
}

/** Bypasses the page cache where the file system can; one that cannot (tmpfs, hostfs) says EINVAL on opening. */
async function openDirect(path: string, flags: number): Promise<OpenImage> {
  try {
    return await openImage(path, flags | O_DIRECT);
  } catch (cause) {
    if (!hasCode(cause, 'EINVAL')) throw cause;
    return await openImage(path, flags);
  }
}

async function openSourceImage(path: string): Promise<OpenImage> {
  const image = await openImage(path, O_RDONLY);
  if (image.kind === 'regular-file') return image;
  await image.handle.close();
  return await openDirect(path, O_RDONLY);
}

const orFailure =
  (failed: typeof readFailed, opener: (path: string) => Promise<OpenImage>) =>
  async (path: string): Promise<Result<OpenImage, CopyFailure>> => {
    try {
      return ok(await opener(path));
    } catch (cause) {
      return failed(path, 0, cause);
    }
  };

/** A device is read past the cache, which it would only displace; a file through it, as it is often there already. */
export const openSource = orFailure(readFailed, openSourceImage);

/**
 * Opens an existing image for writing, never creating one: a misspelt device must not become a file in /dev.
 * A device that is mounted or held by another refuses with EBUSY (O_EXCL without O_CREAT).
 */
export const openTarget = orFailure(writeFailed, (path) => openDirect(path, O_WRONLY | O_EXCL));

/** Opens a finished target to be read back from the disk, not from the cache. */
export const openReadBack = orFailure(readFailed, async (path) => {
  const image = await openDirect(path, O_RDONLY);
  if (!image.direct) dropCachedPages(image.handle.fd);
  return image;
});
