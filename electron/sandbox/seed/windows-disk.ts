import { gib, mib } from '#shared/base/bytes.ts';
import { makeSparseFile, partition, writeAt } from './disk-image.ts';
import { noiseBytes } from './seed-content.ts';

const sectorBytes = 512;
const systemStartSector = 2048;
const windowsStartSector = 206_848;

/** The boot sector that makes a partition look like NTFS to whoever asks. */
function ntfsBootSector(sectors: number): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  sector.write('\xeb\x52\x90NTFS    ', 0, 'latin1');
  sector.writeUInt16LE(sectorBytes, 11);
  sector.writeUInt8(8, 13);
  sector.writeUInt8(0xf8, 21);
  sector.writeBigUInt64LE(BigInt(sectors - 1), 40);
  sector.writeBigUInt64LE(4n, 48);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** An HVM's disk: an MBR with two NTFS-looking partitions, and data far apart in the second one. */
export async function makeWindowsDisk(path: string): Promise<void> {
  const size = gib(20);
  const windowsSectors = size / sectorBytes - windowsStartSector;
  await makeSparseFile(path, size);
  await partition(path, `${systemStartSector},204800,7,*\n${windowsStartSector},,7\n`);
  const windowsStart = windowsStartSector * sectorBytes;
  await writeAt(path, [
    [systemStartSector * sectorBytes, ntfsBootSector(204_800)],
    [systemStartSector * sectorBytes + mib(1), noiseBytes('bootmgr', mib(2))],
    [windowsStart, ntfsBootSector(windowsSectors)],
    [windowsStart + mib(3), noiseBytes('$MFT', mib(8))],
    // Not aligned to anything but a sector, as real data is.
    [windowsStart + gib(5) + sectorBytes * 3, noiseBytes('pagefile.sys', mib(12))],
    [windowsStart + gib(11), noiseBytes('explorer.exe', mib(16) + sectorBytes)],
    [size - mib(1), noiseBytes('the end of the disk', mib(1))],
  ]);
}
