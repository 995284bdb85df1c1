import { randomBytes } from 'node:crypto';
import { access, open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { done, err, type Result } from '#shared/base/result.ts';
import { tryPosixLock } from '../../../native/libc.ts';
import { hasErrorCode, systemErrorText } from './file-failure.ts';
import { isStillAt, type LockedFile } from './file-lock.ts';

const temporarySuffix = /^\.[0-9a-f]{12}\.tmp$/;

/** Ours of a run that was killed while it wrote. Only the holder of the lock writes one, so none is in use now. */
async function removeLeftovers(path: string): Promise<void> {
  const name = basename(path);
  for (const entry of await readdir(dirname(path))) {
    if (!entry.startsWith(name) || !temporarySuffix.test(entry.slice(name.length))) continue;
    await unlink(join(dirname(path), entry));
  }
}

/** Owner, group and mode as before. An ordinary user cannot give a file away: the owner then is who saved last, as with core-2's tools. */
async function takeOverAttributes(from: FileHandle, to: FileHandle): Promise<void> {
  const { uid, gid, mode } = await from.stat();
  try {
    await to.chown(uid, gid);
  } catch (error) {
    if (!hasErrorCode(error, 'EPERM')) throw error;
    await to.chown((await to.stat()).uid, gid);
  }
  // Last, as giving a file away may clear bits of the mode.
  await to.chmod(mode & 0o7777);
}

export async function readAll(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

async function syncDir(path: string): Promise<void> {
  const dir = await open(path, 'r');
  try {
    await dir.sync();
  } finally {
    await dir.close();
  }
}

/** Once it is renamed, a failure leaves the new file in place. */
async function putInPlace(
  temporary: string,
  handle: FileHandle,
  locked: LockedFile,
  bytes: Buffer,
): Promise<Result<void, string>> {
  // Locked before it has its name, so that whoever opens it then waits until we have looked at it.
  if (!tryPosixLock(handle.fd, 'exclusive')) return err(`${temporary} is locked by somebody else`);
  await rename(temporary, locked.path);
  await syncDir(dirname(locked.path));
  const isThere = (await isStillAt(locked.path, handle)) && bytes.equals(await readAll(handle));
  return isThere ? done : err('what was written is not what is read back');
}

/**
 * Puts `bytes` in the place of the locked file: readers see the old file or the new one, never a part. The temporary
 * file is gone afterwards, whatever happened. The error is a sentence for `registry-write-failed`.
 */
export async function saveFile(locked: LockedFile, bytes: Buffer): Promise<Result<void, string>> {
  const temporary = `${locked.path}.${randomBytes(6).toString('hex')}.tmp`;
  let handle: FileHandle | null = null;
  try {
    await removeLeftovers(locked.path);
    handle = await open(temporary, 'wx+', 0o600);
    await handle.writeFile(bytes);
    await takeOverAttributes(locked.handle, handle);
    await handle.sync();
    return await putInPlace(temporary, handle, locked, bytes);
  } catch (error) {
    return err(systemErrorText(error));
  } finally {
    // Already renamed, or never made: then there is nothing to remove.
    await unlink(temporary).catch(() => undefined);
    await handle?.close();
  }
}

/**
 * Keeps the locked file as it is under another name in its folder, unless one of that name is there. It has the name once
 * it is on the disk. The error is a sentence for `registry-write-failed`.
 */
export async function copyBeside(locked: LockedFile, path: string): Promise<Result<void, string>> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  let handle: FileHandle | null = null;
  try {
    if (await isThere(path)) return done;
    await removeLeftovers(path);
    handle = await open(temporary, 'wx+', 0o600);
    await handle.writeFile(await readAll(locked.handle));
    await takeOverAttributes(locked.handle, handle);
    await handle.sync();
    await rename(temporary, path);
    await syncDir(dirname(path));
    return done;
  } catch (error) {
    return err(systemErrorText(error));
  } finally {
    await unlink(temporary).catch(() => undefined);
    await handle?.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
