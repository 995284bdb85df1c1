import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, sumBytes, type Bytes } from '#shared/base/bytes.ts';

/** `st_blocks` counts in these, whatever the file system's own block size is. */
const statBlockBytes = 512;

/** What removing a folder would give back, holes not counted. Links are not followed. */
export async function usedBytesUnder(path: string): Promise<Bytes> {
  const stats = await lstat(path);
  const own = bytes(stats.blocks * statBlockBytes);
  if (!stats.isDirectory()) return own;
  const names = await readdir(path);
  return sumBytes([own, ...(await Promise.all(names.map((name) => usedBytesUnder(join(path, name)))))]);
}
