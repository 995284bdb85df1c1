import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** `MAJOR:MINOR` of a block device's node, null of anything else: glibc's makedev(3) undone, which has both in two pieces. */
export function deviceNumberOf(stats: BigIntStats): string | null {
  if (!stats.isBlockDevice()) return null;
  const { rdev } = stats;
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

/** The same of what a path leads to; null where it leads nowhere. */
export async function deviceNumberAt(path: string): Promise<string | null> {
  try {
    return deviceNumberOf(await stat(path, { bigint: true }));
  } catch {
    return null;
  }
}
