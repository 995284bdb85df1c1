import { layeredDisk, xenDisk } from '../../core2/xen-disks.ts';
import type { GuestDisk } from './hypervisor.ts';

/** A guest's disk as an entry of Xen's disk list. */
export function xenDiskEntry({ source, frontend, isReadOnly }: GuestDisk): string {
  const mode = isReadOnly ? 'r' : 'w';
  switch (source.kind) {
    case 'block':
    case 'image':
      return xenDisk(source.path, frontend, mode);
    case 'origin':
    case 'snapshot':
      return layeredDisk(source.kind, source, frontend, mode);
  }
}
