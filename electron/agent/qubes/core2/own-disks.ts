import { originDisk, xenDisk } from '../../../core2/xen-disks.ts';
import type { FolderVolume } from '../vm-folders.ts';

/** The entries of Xen's disk list for a VM's own volumes, by where the guest sees them. */
export function ownDisks(
  volumes: readonly FolderVolume[],
  dir: string,
  isPvTemplate: boolean,
): ReadonlyMap<'xvda' | 'xvdb', string> {
  return new Map(
    volumes.map(({ role, path }) => {
      if (role !== 'root') return ['xvdb', xenDisk(path, 'xvdb', 'w')] as const;
      const isOrigin = isPvTemplate && path.startsWith(`${dir}/`);
      return ['xvda', isOrigin ? originDisk(dir) : xenDisk(path, 'xvda', 'w')] as const;
    }),
  );
}
