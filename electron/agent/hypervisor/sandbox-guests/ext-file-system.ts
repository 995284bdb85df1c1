import { open } from 'node:fs/promises';
import { bytes, type Bytes } from '#shared/base/bytes.ts';

/** Where the superblock is, and what of it is looked at (kernel documentation, filesystems/ext4/super.rst). */
const superblockAt = 1024;
const at = { blocksLow: 0x04, logBlockSize: 0x18, magic: 0x38, incompatible: 0x60, blocksHigh: 0x150 } as const;
const magic = 0xef53;
/** Block numbers have 64 bits: `blocksHigh` means something. */
const has64Bits = 0x80;

/** The size of the ext2, 3 or 4 file system that begins with an image's or a device's first byte; undefined for none. */
export async function extFileSystemBytes(path: string): Promise<Bytes | undefined> {
  const superblock = Buffer.alloc(1024);
  const file = await open(path, 'r');
  try {
    await file.read(superblock, 0, superblock.length, superblockAt);
  } finally {
    await file.close();
  }
  return superblockBytes(superblock);
}

export function superblockBytes(superblock: Buffer): Bytes | undefined {
  if (superblock.readUInt16LE(at.magic) !== magic) return undefined;
  const isLarge = (superblock.readUInt32LE(at.incompatible) & has64Bits) !== 0;
  const high = isLarge ? superblock.readUInt32LE(at.blocksHigh) : 0;
  const blocks = high * 2 ** 32 + superblock.readUInt32LE(at.blocksLow);
  return bytes(blocks * 2 ** (10 + superblock.readUInt32LE(at.logBlockSize)));
}
