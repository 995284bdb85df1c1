import { mkdir, open, rm, truncate, writeFile } from 'node:fs/promises';
import type { Bytes } from '#shared/base/bytes.ts';
import { run } from './seed-command.ts';
import { writeTree } from './seed-content.ts';
import type { Tree } from './seed-content.ts';

export async function makeSparseFile(path: string, size: Bytes): Promise<void> {
  await writeFile(path, '');
  await truncate(path, size);
}

/** A sparse ext4 image that holds `tree`; without a partition table, as Qubes has them. */
export async function makeExt4Image(path: string, size: Bytes, label: string, tree: Tree): Promise<void> {
  const stageDir = `${path}.stage`;
  await mkdir(stageDir, { mode: 0o755 });
  try {
    await writeTree(stageDir, tree);
    await makeSparseFile(path, size);
    const options = ['-L', label, '-E', 'root_owner=0:0', '-d', stageDir];
    await run('/usr/sbin/mke2fs', ['-q', '-F', '-t', 'ext4', '-m', '0', ...options, path]);
  } finally {
    await rm(stageDir, { recursive: true, force: true });
  }
}

/** A copy of an image, bytes and holes alike. */
export const copyImage = (from: string, to: string): Promise<void> =>
  run('/usr/bin/cp', ['--sparse=always', '--reflink=auto', '--', from, to]);

/** Writes an MBR; `script` is in the language of sfdisk. On a device the kernel learns of the partitions at once. */
export const partition = (path: string, script: string): Promise<void> =>
  run('/usr/sbin/sfdisk', ['--quiet', '--label', 'dos', '--', path], script);

/** A tar of a sparse image; its holes stay out of the tar. */
export const packImage = (tarPath: string, dir: string, name: string): Promise<void> =>
  run('/usr/bin/tar', [
    ...['--sparse', '--create', '--owner=root:0', '--group=qubes:98'],
    ...[`--file=${tarPath}`, `--directory=${dir}`, '--', name],
  ]);

export async function writeAt(
  path: string,
  pieces: readonly (readonly [offset: number, bytes: Buffer])[],
): Promise<void> {
  const file = await open(path, 'r+');
  try {
    for (const [offset, bytes] of pieces) await file.write(bytes, 0, bytes.length, offset);
  } finally {
    await file.close();
  }
}
