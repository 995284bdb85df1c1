import { access } from 'node:fs/promises';

/**
 * Where the last session of a volume is, when it was not written back to it: R4 says Halted all the same (facts §4.4).
 * null where there is none, and for drivers that do not show it.
 */
export async function uncommittedPath(
  { vid, path }: { readonly vid: string; readonly path: string },
  driver: string,
): Promise<string | null> {
  const candidate = driver === 'lvm_thin' ? `/dev/${vid}-snap` : driver === 'file-reflink' ? dirtyImage(path) : null;
  if (candidate === null) return null;
  const isThere = await access(candidate).then(
    () => true,
    () => false,
  );
  return isThere ? candidate : null;
}

/** qubesd tells this one as the volume's path, whether or not it is there. */
const dirtyImage = (path: string): string =>
  path.endsWith('-dirty.img') ? path : path.replace(/\.img$/, '-dirty.img');
