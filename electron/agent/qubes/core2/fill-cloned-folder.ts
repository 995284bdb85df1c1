import { chmod, copyFile, lstat, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, kib } from '#shared/base/bytes.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { copyBlocks } from '../../copy/copy-blocks.ts';
import type { ClonedFolder } from '../vm-folders.ts';
import { cloneConf } from './clone-conf.ts';
import { copyEntries } from './copied-entries.ts';
import { isThere } from './is-there.ts';
import { makeRootCow } from './root-cow.ts';
import { makeSharedImage } from './shared-files.ts';
import { volatileTar } from './tar-commands.ts';

/** Fills the folder of a clone with all but its own volumes. Run again, it makes everything anew. */
export async function fillClonedFolder(
  folder: ClonedFolder,
  dir: string,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const { vm, sourceDir, volumes } = folder;
  const copied = await copyEntries(sourceDir, dir, signal);
  if (!copied.ok) return copied;
  await cloneIcon(join(sourceDir, 'icon.png'), join(dir, 'icon.png'));
  // Only a PV template hands out its volatile image.
  const isPvTemplate = await isThere(join(sourceDir, volatileTar));
  const conf = join(sourceDir, `${vm.source}.conf`);
  if (await isThere(conf)) {
    const to = join(dir, `${vm.name}.conf`);
    await writeFile(to, cloneConf(await readFile(conf, 'utf8'), folder, isPvTemplate));
    await chmod(to, (await stat(conf)).mode & 0o777);
  }
  if (!isPvTemplate) return done;
  await makeRootCow(dir, vm.storageType, volumes);
  return copyVolatile(join(sourceDir, 'volatile.img'), join(dir, 'volatile.img'), signal);
}

async function cloneIcon(from: string, to: string): Promise<void> {
  if (!(await isThere(from))) return;
  await rm(to, { force: true });
  if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to);
}

async function copyVolatile(from: string, to: string, signal: AbortSignal): Promise<Result<void, Failure>> {
  if (!(await isThere(from))) return done;
  await makeSharedImage(to, bytes(0));
  const sizeBytes = bytes((await stat(from)).size);
  const request = { sourcePath: from, targetPath: to, sizeBytes, granuleBytes: kib(4), signal };
  const copied = await copyBlocks({ ...request, report: () => undefined });
  return copied.ok ? done : copied;
}
