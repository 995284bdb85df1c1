import { writeFile } from 'node:fs/promises';

const chunkBytes = 131_072;

/** As the kernel leaves it: one chunk of 128 KiB for the header, one for the list of exceptions, then what they hold. */
export async function writeUsedCow(path: string, marker: string): Promise<void> {
  const content = Buffer.alloc(3 * chunkBytes, 1);
  content.fill(0, 0, 2 * chunkBytes);
  content.write('SnAp');
  [1, 1, 256].forEach((number, index) => content.writeUInt32LE(number, 4 + index * 4));
  content.writeBigUInt64LE(2n, chunkBytes + 8);
  content.write(marker, 2 * chunkBytes);
  await writeFile(path, content);
}
