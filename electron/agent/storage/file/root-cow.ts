import { open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { statOrNull } from './file-stat.ts';
import { readCowContent } from './cow-content.ts';
import { syncFolder } from './sync-folder.ts';

/** The files beside a template's `root.img`, by core-2's names. */
export const cowPathOf = (rootPath: string): string => join(dirname(rootPath), 'root-cow.img');
export const oldCowPathOf = (rootPath: string): string => join(dirname(rootPath), 'root-cow.img.old');
/** What the old one is called while it is put back: without a `root-cow.img`, nobody starts from a root in between. */
export const revertingCowPathOf = (rootPath: string): string => join(dirname(rootPath), 'root-cow.img.reverting');

/**
 * Makes an empty COW where there is none: the template never had one, or the power went between the two renames of a
 * commit, which this finishes.
 */
export async function ensureCow(rootPath: string): Promise<void> {
  if ((await statOrNull(cowPathOf(rootPath))) === null) await makeCow(rootPath);
}

/**
 * What the template has written since the last commit becomes the state that its children start from: the COW with the old
 * blocks becomes the one way back, a new one takes its place. Where nothing was written there is nothing to commit, and the
 * way back stays: a dom0 whose own hotplug script has committed already finds that here.
 */
export async function commitRoot(rootPath: string): Promise<void> {
  const cow = cowPathOf(rootPath);
  if ((await readCowContent(cow)) !== 'empty') await rename(cow, oldCowPathOf(rootPath)).catch(ignoreAbsent);
  await ensureCow(rootPath);
}

/** It gets its name when it is whole. Everything about it but its content is the root's. */
async function makeCow(rootPath: string): Promise<void> {
  const cow = cowPathOf(rootPath);
  const { size, mode, uid, gid } = await stat(rootPath);
  const file = await open(`${cow}.new`, 'w');
  try {
    await file.truncate(size);
    await file.chown(uid, gid);
    await file.chmod(mode & 0o777);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${cow}.new`, cow);
  await syncFolder(dirname(cow));
}

const ignoreAbsent = (error: unknown): void => {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
};
