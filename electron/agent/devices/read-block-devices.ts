import { readdirSync, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { bytes } from '#shared/base/bytes.ts';
import type { BackingFile, BlockDevice } from './block-device.ts';
import { deviceNumberOf } from './device-number.ts';
import { diskHardware } from './disk-hardware.ts';
import { kernelText } from './kernel-text.ts';

/** sysfs counts in these, whatever the disk's own sectors are. */
const sectorBytes = 512;
/** The kernel's ramdisks: there are many, and nothing is in them. */
const ramdiskMajor = '1:';
/** So many devices are read before anybody else gets a turn. */
const batchSize = 64;

export const blockClassDir = '/sys/class/block';

/** Every block device that holds anything: unused loop devices and empty drives do not. */
export async function readBlockDevices(classDir = blockClassDir): Promise<readonly BlockDevice[]> {
  const devices: BlockDevice[] = [];
  for (const [index, name] of readdirSync(classDir).entries()) {
    if (index % batchSize === batchSize - 1) await letOthersRun();
    const device = await readBlockDevice(name, classDir);
    if (device !== null) devices.push(device);
  }
  return devices;
}

/** null where there is nothing to read, as of a device that was pulled out meanwhile. */
export async function readBlockDevice(name: string, classDir = blockClassDir): Promise<BlockDevice | null> {
  const link = join(classDir, name);
  const number = kernelText(join(link, 'dev'));
  const sectors = kernelText(join(link, 'size'));
  if (number === null || sectors === null || sectors === '0' || number.startsWith(ramdiskMajor)) return null;
  let dir: string;
  let parts: ReadonlySet<string>;
  try {
    dir = realpathSync.native(link);
    parts = new Set(readdirSync(dir));
  } catch {
    return null;
  }
  const isPartition = parts.has('partition');
  const diskDir = isPartition ? dirname(dir) : dir;
  return {
    name,
    number,
    sizeBytes: bytes(Number(sectors) * sectorBytes),
    isReadOnly: kernelText(join(dir, 'ro')) === '1',
    partition: isPartition ? { disk: basename(diskDir), startSector: Number(kernelText(join(dir, 'start'))) } : null,
    slaves: parts.has('slaves') ? namesIn(join(dir, 'slaves')) : [],
    holders: parts.has('holders') ? namesIn(join(dir, 'holders')) : [],
    ...(isPartition || parts.has('device') ? diskHardware(diskDir) : { model: null, serial: null }),
    diskSequence: kernelText(join(diskDir, 'diskseq')),
    mapped: parts.has('dm') ? mappedFacts(dir) : null,
    backingFile: parts.has('loop') ? await backingFileOf(dir) : null,
  };
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

const mappedFacts = (dir: string): BlockDevice['mapped'] => ({
  name: kernelText(join(dir, 'dm/name')) ?? '',
  uuid: kernelText(join(dir, 'dm/uuid')) ?? '',
});

async function backingFileOf(dir: string): Promise<BackingFile | null> {
  const path = kernelText(join(dir, 'loop/backing_file'));
  if (path === null) return null;
  const stats = await stat(path, { bigint: true }).catch(() => null);
  if (stats === null) return { path, inode: null, deviceNumber: null };
  return { path, inode: inodeOf(stats), deviceNumber: deviceNumberOf(stats) };
}

export const inodeOf = ({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string => `${dev}:${ino}`;
