import { mkdir, mkdtemp, open, readdir, readlink, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lockExclusive } from '../native/libc.ts';

const lockName = 'in-use.lock';

/** A folder for Chromium that nobody else uses while `lockFd`, or a copy of it in another process, is open. */
export interface ChromiumProfile {
  readonly dir: string;
  readonly lockFd: number;
  /** Call it when Chromium has gone. A temporary profile is removed, the fixed one stays for the next start. */
  release(): Promise<void>;
}

/**
 * The fixed profile `fixedDir`, or, while another window has it, a temporary one beside it. Temporary profiles that a
 * killed process left behind are removed here. Throws when the folder cannot be written.
 */
export async function takeProfile(fixedDir: string): Promise<ChromiumProfile> {
  await mkdir(fixedDir, { recursive: true, mode: 0o700 });
  await removeAbandoned(fixedDir);
  const lock = await tryLock(fixedDir, 'a');
  if (lock === undefined) return takeTemporary(fixedDir);
  const release = async (): Promise<void> => {
    await removeSocketFolder(fixedDir);
    await lock.close();
  };
  return { dir: fixedDir, lockFd: lock.fd, release };
}

async function takeTemporary(fixedDir: string): Promise<ChromiumProfile> {
  const dir = await mkdtemp(`${fixedDir}-`);
  const lock = await tryLock(dir, 'a');
  // Another start found the folder between the two lines above and is removing it.
  if (lock === undefined) return takeTemporary(fixedDir);
  const release = async (): Promise<void> => {
    await removeSocketFolder(dir);
    await removeFolder(dir);
    await lock.close();
  };
  return { dir, lockFd: lock.fd, release };
}

async function removeAbandoned(fixedDir: string): Promise<void> {
  const parent = dirname(fixedDir);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(fixedDir)}-`)) continue;
    const dir = join(parent, name);
    const lock = await tryLock(dir, 'r+').catch(() => undefined);
    if (lock === undefined) continue;
    await removeSocketFolder(dir);
    await removeFolder(dir);
    await lock.close();
  }
}

/** Undefined when somebody else holds it. */
async function tryLock(dir: string, flags: 'a' | 'r+'): Promise<FileHandle | undefined> {
  const file = await open(join(dir, lockName), flags, 0o600);
  if (lockExclusive(file.fd)) return file;
  await file.close();
  return undefined;
}

/** A Chromium that was killed leaves a folder for its socket among the temporary files; a link in its profile tells where. */
async function removeSocketFolder(profileDir: string): Promise<void> {
  try {
    const socketDir = dirname(await readlink(join(profileDir, 'SingletonSocket')));
    if (!basename(socketDir).includes('.Chrom')) return;
    for (const name of ['SingletonSocket', 'SingletonCookie']) await rm(join(socketDir, name), { force: true });
    await rmdir(socketDir);
  } catch {
    // No link: Chromium ended in order and removed all of it. Anything else in the folder is not ours to remove.
  }
}

/** Chromium's helpers may still be writing their last files for a moment after it is gone. */
const removeFolder = (dir: string): Promise<void> =>
  rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
