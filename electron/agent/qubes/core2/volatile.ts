import { chown, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '#shared/base/bytes.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { writeSparseFile } from '../../../core2/sparse-file.ts';
import { volatileBytes, volatilePieces } from '../../../core2/volatile-image.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { VolatileReset } from '../vm-folders.ts';
import { isThere } from './is-there.ts';
import { shareFile } from './shared-files.ts';
import { unpackImage, volatileTar } from './tar-commands.ts';

const imageName = 'volatile.img';

/** Unpacks the volatile image that a template hands out, which is as large as its root wants it. */
export async function unpackVolatile(
  runner: CommandRunner,
  tarPath: string,
  dir: string,
): Promise<Result<void, Failure>> {
  const unpacked = await runner.run(unpackImage(tarPath, dir, imageName));
  if (!unpacked.ok) return unpacked;
  await shareFile(join(dir, imageName));
  return done;
}

/** Makes a new one for a root of this size. It is there only when it is whole. */
export async function makeVolatile(dir: string, rootBytes: Bytes): Promise<void> {
  const path = join(dir, imageName);
  await writeSparseFile(`${path}.new`, volatileBytes(rootBytes), volatilePieces(rootBytes));
  await shareFile(`${path}.new`);
  await rename(`${path}.new`, path);
}

/**
 * What core-2 does before each start (facts/qubes-r2.md §3.3): the volatile image of a template, or of a VM on one, begins anew as
 * the template hands it out; a standalone's is only made where it is missing, since nobody else knows what is in it.
 */
export async function resetVolatile(
  { vm, templateDir, rootBytes }: VolatileReset,
  runner: CommandRunner,
): Promise<Result<void, Failure>> {
  const path = join(vm.dirPath, imageName);
  if (vm.class === 'StandaloneVM' && (await isThere(path))) return done;
  await rm(path, { force: true });
  const tarPath = join(templateDir, volatileTar);
  const unpacked = (await isThere(tarPath)) ? await unpackVolatile(runner, tarPath, vm.dirPath) : done;
  if (!unpacked.ok) return unpacked;
  if (!(await isThere(path))) await makeVolatile(vm.dirPath, rootBytes);
  const { uid, gid } = await stat(vm.dirPath);
  await chown(path, uid, gid);
  return done;
}
