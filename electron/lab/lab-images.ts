import type { LabBox } from './lab-box.ts';

/** Hardly more than what is in them; most of a lab test’s time is spent on reading whole volumes. */
export const labRootMib = 448;
export const labPrivateMib = 176;

const chunkBytes = 64 * 1024;
const sectorBytes = 512;

/**
 * Throws unless the volume reads as the image does, and holds no chunk of its pool without need. Reading only where the
 * image has data is enough: as many chunks are mapped as have anything but zeros in them, so no other chunk is mapped, and
 * what is not mapped reads as zeros.
 */
export async function expectExactCopy(box: LabBox, imagePath: string, volumeName: string): Promise<void> {
  const chunksWithData = await box.sh(`/usr/bin/python3 - <<'END'
import os
image, volume = os.open('${imagePath}', os.O_RDONLY), os.open('/dev/qubes_dom0/${volumeName}', os.O_RDONLY)
at, size, zeros, chunks = 0, os.fstat(image).st_size, bytes(${chunkBytes}), 0
while at < size:
    try: start = os.lseek(image, at, os.SEEK_DATA)
    except OSError: break
    end = os.lseek(image, start, os.SEEK_HOLE)
    at = start // ${chunkBytes} * ${chunkBytes}
    while at < end:
        expected = os.pread(image, ${chunkBytes}, at)
        if os.pread(volume, len(expected), at) != expected: raise SystemExit(f'they differ in the chunk at {at}')
        chunks += expected != zeros[:len(expected)]
        at += ${chunkBytes}
print(chunks)
END`);
  const mapped = await mappedBytes(box, volumeName);
  const needed = Number(chunksWithData) * chunkBytes;
  if (mapped !== needed) throw new Error(`${volumeName} holds ${mapped} bytes of its pool, its data ${needed}`);
}

/** Throws unless the volume reads as the image does, over the image's whole size. */
export async function expectSameBytes(box: LabBox, imagePath: string, volumeName: string): Promise<void> {
  await box.sh(`cmp --bytes=$(stat --format=%s ${imagePath}) ${imagePath} /dev/qubes_dom0/${volumeName}`);
}

/** What a thin volume holds of its pool, as the kernel tells it. */
export async function mappedBytes(box: LabBox, volumeName: string): Promise<number> {
  const status = await box.sh(`dmsetup status ${deviceName(volumeName)}`);
  return Number(status.split(' ')[3]) * sectorBytes;
}

/** Throws unless the two images are equal, and the second has no block on the disk that holds only zeros. */
export async function expectSparseCopy(box: LabBox, originalPath: string, imagePath: string): Promise<void> {
  await box.sh(`cmp ${originalPath} ${imagePath}`);
  const needed = await box.sh(`/usr/bin/python3 - <<'END'
import os
image, zeros, at, count = os.open('${imagePath}', os.O_RDONLY), bytes(4096), 0, 0
size = os.fstat(image).st_size
while at < size:
    try: start = os.lseek(image, at, os.SEEK_DATA)
    except OSError: break
    at = os.lseek(image, start, os.SEEK_HOLE)
    for block in range(start, at, 4096): count += os.pread(image, 4096, block) != zeros
print(count * 8)
END`);
  const held = await box.sh(`stat --format=%b ${imagePath}`);
  // A map of many extents takes a block or two of its own.
  if (Number(held) > Number(needed) + 64) throw new Error(`${imagePath} holds ${held} sectors, its data ${needed}`);
}

/** Replaces an image by one of this size that is full of data which differs from block to block. */
export const fillImage = (box: LabBox, imagePath: string, mebibytes: number): Promise<string> =>
  box.sh(`/usr/bin/python3 - <<'END'
import os
block = os.urandom(1 << 20)
with open('${imagePath}', 'r+b') as image:
    image.truncate(0)
    for number in range(${mebibytes}): image.write(number.to_bytes(8, 'big') + block[8:])
    image.flush()
    os.fsync(image.fileno())
END`);

/** Device-mapper doubles the hyphens within a name. */
export const deviceName = (volumeName: string): string => `qubes_dom0-${volumeName.replaceAll('-', '--')}`;
