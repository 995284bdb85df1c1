import { basename, dirname, join } from 'node:path';
import type { Bytes } from '#shared/base/bytes.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { writeSparseFile } from '../../../core2/sparse-file.ts';
import { volatileBytes, volatilePieces } from '../../../core2/volatile-image.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { statOrNull } from './file-stat.ts';
import { putWholeFile } from './whole-file.ts';

const imageName = 'volatile.img';

/** The image goes into the archive under the name that it will have. */
export const packVolatile = (newImagePath: string, archivePath: string): Command => ({
  program: '/usr/bin/tar',
  args: [
    '--create',
    '--sparse',
    `--file=${archivePath}`,
    `--directory=${dirname(newImagePath)}`,
    `--transform=s/.*/${imageName}/`,
    '--',
    basename(newImagePath),
  ],
});

/**
 * Makes a template's volatile image, and the archive that it is unpacked from at every start, where one is missing or too
 * small for guests with a root of this size. Throws what the file system says.
 */
export async function fitVolatile(
  runner: CommandRunner,
  rootPath: string,
  rootBytes: Bytes,
): Promise<Result<void, Failure>> {
  const dir = dirname(rootPath);
  const [imagePath, archivePath] = [join(dir, imageName), join(dir, 'clean-volatile.img.tar')];
  const [image, archive] = await Promise.all([statOrNull(imagePath), statOrNull(archivePath)]);
  if (archive !== null && image !== null && image.size >= volatileBytes(rootBytes)) return done;
  // The archive first: an image that fits says that its archive does.
  return putWholeFile(imagePath, rootPath, async (newImagePath) => {
    await writeSparseFile(newImagePath, volatileBytes(rootBytes), volatilePieces(rootBytes));
    return putWholeFile(archivePath, rootPath, async (newArchivePath) => {
      const packed = await runner.run(packVolatile(newImagePath, newArchivePath));
      return packed.ok ? done : packed;
    });
  });
}
