import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId } from '#shared/domain/ids.ts';
import { nodePath } from './block-device.ts';
import { kernelName, presentNumber } from './kernel-name.ts';

export interface PinnedDevice {
  readonly path: string;
  readonly release: () => Promise<void>;
}

/**
 * Holds a device open, so that nothing else can come under its name and numbers: the kernel gives those of a stick that is
 * pulled out, and of a loop device that is detached, to the next one only when the last one has closed it. Not exclusively:
 * whoever gets it must be able to mount it. Only what is a block device is ever opened: some nodes act on being opened.
 */
export async function pinDevice(id: DeviceId): Promise<Result<PinnedDevice, Failure>> {
  const missing = err({ code: 'device-not-found', device: id } as const);
  const name = kernelName(id);
  if (name === null || presentNumber(name) === null) return missing;
  const path = nodePath(name);
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return ok({ path, release: () => file.close() });
  } catch {
    return missing;
  }
}
