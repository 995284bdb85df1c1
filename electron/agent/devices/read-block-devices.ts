import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bytes } from '#shared/base/bytes.ts';
import type { BackingFile, BlockDevice } from './block-device.ts';
import { deviceNumberOf } from './device-number.ts';
import { diskHardware } from './disk-hardware.ts';
import { kernelText } from './kernel-text.ts';

/** sysfs counts in these, whatever the disk's own sectors are. */
const sectorBytes = 512;
/** The kernel's ramdisks: there are many, and nothing is in them. */
const ramdiskMajor = '1:';

export const blockClassDir = '/sys/class/block';

/** Every block device that holds anything: unused loop devices and empty drives do not. */
export async function readBlockDevices(classDir = blockClassDir): Promise<readonly BlockDevice[]> {
  const names = await readdir(classDir);
  const devices = await Promise.all(names.map((name) => readBlockDevice(join(classDir, name), name)));
  return devices.filter((device) => device !== null);
}

/** null where there is nothing to read, as of a device that was pulled out meanwhile. */
async function readBlockDevice(link: string, name: string): Promise<BlockDevice | null> {
  const [number, sectors] = await Promise.all([kernelText(join(link, 'dev')), kernelText(join(link, 'size'))]);
  if (number === null || sectors === null || sectors === '0' || number.startsWith(ramdiskMajor)) return null;
  const dir = await realpath(link).catch(() => null);
  if (dir === null) return null;
  const isPartition = (await kernelText(join(dir, 'partition'))) !== null;
  const diskDir = isPartition ? dirname(dir) : dir;
  const [readOnly, startSector, slaves, holders, hardware, diskSequence, mapped, backingFile] = await Promise.all([
    kernelText(join(dir, 'ro')),
    kernelText(join(dir, 'start')),
    namesIn(join(dir, 'slaves')),
    namesIn(join(dir, 'holders')),
    diskHardware(diskDir),
    kernelText(join(diskDir, 'diskseq')),
    mappedFacts(dir),
    backingFileOf(dir),
  ]);
  return {
    name,
    number,
    sizeBytes: bytes(Number(sectors) * sectorBytes),
    isReadOnly: readOnly === '1',
    partition: isPartition ? { disk: basename(diskDir), startSector: Number(startSector) } : null,
    slaves,
    holders,
    ...hardware,
    diskSequence,
    mapped,
    backingFile,
  };
}

const namesIn = (dir: string): Promise<readonly string[]> => readdir(dir).catch(() => []);

async function mappedFacts(dir: string): Promise<BlockDevice['mapped']> {
  const name = await kernelText(join(dir, 'dm/name'));
  return name === null ? null : { name, uuid: (await kernelText(join(dir, 'dm/uuid'))) ?? '' };
}

async function backingFileOf(dir: string): Promise<BackingFile | null> {
  const path = await kernelText(join(dir, 'loop/backing_file'));
  if (path === null) return null;
  const stats = await stat(path, { bigint: true }).catch(() => null);
  if (stats === null) return { path, inode: null, deviceNumber: null };
  return { path, inode: inodeOf(stats), deviceNumber: deviceNumberOf(stats) };
}

export const inodeOf = ({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string => `${dev}:${ino}`;
