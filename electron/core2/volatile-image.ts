import { bytes, gib, mib, type Bytes } from '#shared/base/bytes.ts';
import type { FilePiece } from './sparse-file.ts';

const sectorBytes = 512;
const firstStartBytes = mib(1);
const swapBytes = gib(1);
/** What core-2 adds to swap and root. */
const slackBytes = mib(512);
const pageBytes = 4096;
/** An MBR counts sectors in 32 bits. */
const mostSectors = 0xffff_ffff;

export const volatileBytes = (rootBytes: Bytes): Bytes => bytes(rootBytes + swapBytes + slackBytes);

/**
 * The volatile image of a PV (facts/qubes-r2.md §2.2): swap, and as much as its root holds for the changes to that. Guests go by
 * the numbers of the partitions.
 */
export function volatilePieces(rootBytes: Bytes): readonly FilePiece[] {
  const table = Buffer.alloc(sectorBytes);
  writePartition(table, 0, 0x82, firstStartBytes, swapBytes);
  writePartition(table, 1, 0x83, firstStartBytes + swapBytes, rootBytes);
  table.writeUInt16LE(0xaa55, 510);
  return [
    [0, table],
    [firstStartBytes, swapHeader()],
  ];
}

function writePartition(table: Buffer, index: number, type: number, startBytes: number, sizeBytes: number): void {
  const at = 446 + 16 * index;
  // Cylinders, heads and sectors are nobody's any more: all ones say so.
  table.fill(0xff, at + 1, at + 4).writeUInt8(type, at + 4);
  table.fill(0xff, at + 5, at + 8).writeUInt32LE(startBytes / sectorBytes, at + 8);
  table.writeUInt32LE(Math.min(Math.ceil(sizeBytes / sectorBytes), mostSectors), at + 12);
}

/** What mkswap(8) writes: version 1, the number of the last page, and the signature at the end of the first one. */
function swapHeader(): Buffer {
  const page = Buffer.alloc(pageBytes);
  page.writeUInt32LE(1, 1024);
  page.writeUInt32LE(swapBytes / pageBytes - 1, 1028);
  page.write('SWAPSPACE2', pageBytes - 10, 'latin1');
  return page;
}
