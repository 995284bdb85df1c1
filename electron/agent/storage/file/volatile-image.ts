import { truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bytes, mib, type Bytes } from '#shared/base/bytes.ts';
import { done, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Command } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { statOrNull } from './file-stat.ts';
import { putWholeFile } from './whole-file.ts';

const sectorBytes = 512;
const alignmentBytes = mib(1);
const swapBytes = mib(1024);
const imageName = 'volatile.img';

/** Swap, space for all that a guest may change of its root, and what core-2's own script adds to them. */
export const volatileBytes = (rootBytes: Bytes): Bytes => bytes(rootBytes + swapBytes + mib(512));

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
    await writeFile(newImagePath, partitionTable(rootBytes));
    await truncate(newImagePath, volatileBytes(rootBytes));
    return putWholeFile(archivePath, rootPath, async (newArchivePath) => {
      const packed = await runner.run(packVolatile(newImagePath, newArchivePath));
      return packed.ok ? done : packed;
    });
  });
}

/** A DOS partition table: swap first, then the space for what a guest changes of its root. */
export function partitionTable(rootBytes: Bytes): Buffer {
  const table = Buffer.alloc(sectorBytes);
  const setPartition = (number: number, type: number, startByte: number, sizeBytes: number): void => {
    const at = 446 + number * 16;
    // Cylinders and heads mean nothing here; the largest say so.
    table.set([0, 0xfe, 0xff, 0xff, type, 0xfe, 0xff, 0xff], at);
    table.writeUInt32LE(startByte / sectorBytes, at + 8);
    table.writeUInt32LE(Math.min(0xffffffff, Math.floor(sizeBytes / sectorBytes)), at + 12);
  };
  setPartition(0, 0x82, alignmentBytes, swapBytes);
  setPartition(1, 0x83, alignmentBytes + swapBytes, rootBytes);
  table.set([0x55, 0xaa], sectorBytes - 2);
  return table;
}
