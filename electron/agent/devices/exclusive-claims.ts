import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Of these nodes, those that the kernel would not hand out for one's own: mounted elsewhere, a member of an array, of a btrfs
 * or a ZFS pool. One after the other, because a disk and its partition, opened so together, would keep each other out.
 */
export async function claimedNodes(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const claimed = new Set<string>();
  for (const path of paths) if (await isClaimed(path)) claimed.add(path);
  return claimed;
}

/** open(2): on a block device, O_EXCL without O_CREAT fails where it is in use. */
async function isClaimed(path: string): Promise<boolean> {
  try {
    await (await open(path, constants.O_RDONLY | constants.O_EXCL | constants.O_NONBLOCK)).close();
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EBUSY';
  }
}
