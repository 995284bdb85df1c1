import { readFile, stat } from 'node:fs/promises';

/** Kernel documentation, admin-guide/iostats: sectors written, and sectors discarded. */
const countedFields = [6, 13];

/**
 * What was written to a block device since it became active: two equal counts mean that nothing was written between them.
 * Undefined where the device is not there.
 */
export async function writtenSectors(devicePath: string): Promise<number | undefined> {
  try {
    const { rdev } = await stat(devicePath);
    const text = await readFile(`/sys/dev/block/${majorOf(rdev)}:${minorOf(rdev)}/stat`, 'utf8');
    const fields = text.trim().split(/\s+/);
    return countedFields.reduce((sum, field) => sum + Number(fields[field] ?? 0), 0);
  } catch {
    return undefined;
  }
}

/** As glibc's gnu_dev_major and gnu_dev_minor split a device number, as far as device numbers go. */
const majorOf = (rdev: number): number => (rdev >> 8) & 0xfff;
const minorOf = (rdev: number): number => (rdev & 0xff) | ((rdev >> 12) & 0xfff00);
