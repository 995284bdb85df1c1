import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { DeviceOwner } from '#shared/domain/device.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { FoundVolume } from '../storage/storage-backend.ts';
import type { BlockDevice } from './block-device.ts';
import { printableText } from './printable-text.ts';
import { inodeOf } from './read-block-devices.ts';

export interface QubesFiles {
  /** The folder that Qubes keeps everything in. */
  readonly qubesDir: string;
  readonly vmDirs: ReadonlyMap<VmName, string>;
  readonly images: readonly FoundVolume[];
}

/**
 * Whose the files behind loop devices are, by device name. Files and folders are compared by inode: a hard link, a bind mount
 * or a symbolic link is another path to the same one.
 */
export async function loopOwners(
  devices: readonly BlockDevice[],
  { qubesDir, vmDirs, images }: QubesFiles,
): Promise<ReadonlyMap<string, DeviceOwner>> {
  const loops = devices.filter(({ backingFile }) => backingFile !== null);
  if (loops.length === 0) return new Map();
  const [imagesByInode, dirsByInode] = await Promise.all([
    byInode(images.map((image) => [image.path, image] as const)),
    byInode([[qubesDir, null] as const, ...[...vmDirs].map(([vm, dir]) => [dir, vm] as const)]),
  ]);
  const owners = new Map<string, DeviceOwner>();
  for (const { name, backingFile } of loops) {
    if (backingFile === null) continue;
    const image = imagesByInode.get(backingFile.inode ?? '');
    if (image !== undefined) {
      owners.set(name, { code: 'vm-volume', vm: image.vm, role: image.role, path: image.path });
      continue;
    }
    const vm = await innermostDir(backingFile.path, dirsByInode);
    if (vm === undefined) continue;
    const path = printableText(backingFile.path);
    owners.set(name, vm === null ? { code: 'qubes-file', path } : { code: 'vm-file', vm, path });
  }
  return owners;
}

/** What stands for the nearest folder above `path` that is known; undefined where none is. */
async function innermostDir<Value>(path: string, dirs: ReadonlyMap<string, Value>): Promise<Value | undefined> {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    const inode = await inodeAt(dir);
    if (inode !== null && dirs.has(inode)) return dirs.get(inode);
    if (basename(dir) === '') return undefined;
  }
}

async function byInode<Value>(entries: readonly (readonly [string, Value])[]): Promise<ReadonlyMap<string, Value>> {
  const found = await Promise.all(entries.map(async ([path, value]) => [await inodeAt(path), value] as const));
  return new Map(found.flatMap(([inode, value]) => (inode === null ? [] : [[inode, value] as const])));
}

async function inodeAt(path: string): Promise<string | null> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  return stats === null ? null : inodeOf(stats);
}
