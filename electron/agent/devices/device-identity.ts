import { createHash } from 'node:crypto';
import type { DeviceIdentity } from '#shared/domain/ids.ts';
import type { BlockDevice } from './block-device.ts';
import type { FileSystem } from './file-systems.ts';

/**
 * What makes a device this one: numbers, size, serial, the kernel's count of disks under this name, the mapping or the file
 * behind it. What is on it is part of it as well: two sticks of one make may have nothing else to tell them apart.
 */
export function deviceIdentity(device: BlockDevice, fileSystem: FileSystem | undefined): DeviceIdentity {
  const { number, sizeBytes, serial, diskSequence, partition, mapped, backingFile } = device;
  const facts = [
    ...[number, sizeBytes, serial, diskSequence, partition?.startSector, mapped?.uuid, backingFile?.inode],
    ...[fileSystem?.type, fileSystem?.uuid, fileSystem?.label],
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32) as DeviceIdentity;
}
