import type { Bytes } from '#shared/base/bytes.ts';

/** A block device of dom0 as its kernel tells it: a disk, a partition, a loop device, a mapped device. */
export interface BlockDevice {
  /** The kernel's name, unique; it has `!` where the node has a slash. */
  readonly name: string;
  /** `MAJOR:MINOR`. */
  readonly number: string;
  readonly sizeBytes: Bytes;
  readonly isReadOnly: boolean;
  /** Of a partition: the name of its disk, and where on it the partition begins. */
  readonly partition: { readonly disk: string; readonly startSector: number } | null;
  /** The names of the devices that it is made of, and of those that are made of it. */
  readonly slaves: readonly string[];
  readonly holders: readonly string[];
  /** Of a partition, its disk's. */
  readonly model: string | null;
  readonly serial: string | null;
  /** New whenever another disk, or another file, comes under the same name. Kernels before 5.15 do not count. */
  readonly diskSequence: string | null;
  readonly mapped: { readonly name: string; readonly uuid: string } | null;
  readonly backingFile: BackingFile | null;
}

export interface BackingFile {
  /** As the kernel names it: without links. It ends in ` (deleted)` where that is so. */
  readonly path: string;
  /** `DEVICE:INODE` in decimal; null where nothing is at the path any more. */
  readonly inode: string | null;
  /** `MAJOR:MINOR` where it is a block device itself, not a file. */
  readonly deviceNumber: string | null;
}

/** Where dom0 has it. */
export const nodePath = (name: string): string => `/dev/${name.replaceAll('!', '/')}`;
