import { join } from 'node:path';
import type { StorageType } from '#shared/domain/volume.ts';
import type { FolderVolume } from '../vm-folders.ts';
import { makeSharedImage } from './shared-files.ts';

/** For a PV template whose root is an image: an empty record of the changes to it. A volume's changes are the pool's matter. */
export async function makeRootCow(
  dir: string,
  storageType: StorageType,
  volumes: readonly FolderVolume[],
): Promise<void> {
  const root = volumes.find(({ role }) => role === 'root');
  if (storageType === 'file' && root !== undefined) await makeSharedImage(join(dir, 'root-cow.img'), root.sizeBytes);
}
