import {
  chmod,
  copyFile,
  cp,
  lstat,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, kib } from '#shared/base/bytes.ts';
import { done, err, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { copyBlocks } from '../../copy/copy-blocks.ts';
import type { FolderClone } from '../vm-folders.ts';
import { cloneConf } from './clone-conf.ts';

/**
 * What core-2 and its menu hooks copy when they clone a VM (facts/qubes-r2.md §2.2, §3.3). `apps` is left to the hooks: it
 * names the VM in every file.
 */
const copiedEntries = [
  'firewall.xml',
  'clean-volatile.img.tar',
  'kernels',
  'apps.templates',
  'apps.tempicons',
  'whitelisted-appmenus.list',
  'vm-whitelisted-appmenus.list',
  'netvm-whitelisted-appmenus.list',
];

/** Fills the folder of a clone with all but the images of its volumes. Run again, it makes everything anew. */
export async function cloneSettings(
  clone: FolderClone,
  dir: string,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const from = (name: string): string => join(clone.sourceDir, name);
  const to = (name: string): string => join(dir, name);
  try {
    for (const name of copiedEntries) {
      if (signal.aborted) return err({ code: 'cancelled' });
      if (await isThere(from(name))) await cp(from(name), to(name), { recursive: true, verbatimSymlinks: true });
    }
    await cloneIcon(from('icon.png'), to('icon.png'));
    const conf = from(`${clone.source}.conf`);
    if (await isThere(conf)) await cloneConfFile(conf, to(`${clone.name}.conf`), clone);
    if (!(await isThere(from('clean-volatile.img.tar')))) return done;
    return await makeTemplateImages(from, to, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return err({ code: 'file-failed', path: dir, detail: error.message });
  }
}

/** What core-2 wants of a template besides: its volatile image, and an empty record of the changes to its root. */
async function makeTemplateImages(
  from: (name: string) => string,
  to: (name: string) => string,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  if (await isThere(from('root-cow.img'))) {
    await makeEmptyImage(to('root-cow.img'));
    await truncate(to('root-cow.img'), (await stat(from('root-cow.img'))).size);
  }
  if (!(await isThere(from('volatile.img')))) return done;
  await makeEmptyImage(to('volatile.img'));
  const copied = await copyBlocks({
    sourcePath: from('volatile.img'),
    targetPath: to('volatile.img'),
    sizeBytes: bytes((await stat(from('volatile.img'))).size),
    granuleBytes: kib(4),
    report: () => undefined,
    signal,
  });
  return copied.ok ? done : copied;
}

/** Group-writable, whatever this process masks. */
async function makeEmptyImage(path: string): Promise<void> {
  await writeFile(path, '');
  await chmod(path, 0o660);
}

async function cloneIcon(from: string, to: string): Promise<void> {
  if (!(await isThere(from))) return;
  await rm(to, { force: true });
  if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to);
}

async function cloneConfFile(from: string, to: string, clone: FolderClone): Promise<void> {
  await writeFile(to, cloneConf(await readFile(from, 'utf8'), clone));
  await chmod(to, (await stat(from)).mode & 0o777);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
