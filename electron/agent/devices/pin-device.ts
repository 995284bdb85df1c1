import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId, DeviceIdentity } from '#shared/domain/ids.ts';
import type { CommandRunner } from '../exec/command-runner.ts';
import { nodePath } from './block-device.ts';
import { deviceIdentity } from './device-identity.ts';
import { deviceNumberOf } from './device-number.ts';
import { fileSystemsOn } from './file-systems.ts';
import { kernelName, presentNumber } from './kernel-name.ts';
import { readBlockDevice } from './read-block-devices.ts';

export interface PinnedDevice {
  readonly path: string;
  /** Of what is held now. */
  readonly identity: DeviceIdentity;
  readonly release: () => Promise<void>;
}

/**
 * Holds a device open, so that nothing else can come under its name and numbers: the kernel gives those of a stick that is
 * pulled out, and of a loop device that is detached, to the next one only when the last one has closed it. Not exclusively:
 * whoever gets it must be able to mount it. Only what is a block device is ever opened: some nodes act on being opened.
 */
export async function pinDevice(runner: CommandRunner, id: DeviceId): Promise<Result<PinnedDevice, Failure>> {
  const missing = err({ code: 'device-not-found', device: id } as const);
  const name = kernelName(id);
  if (name === null || presentNumber(name) === null) return missing;
  const path = nodePath(name);
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return missing;
  const isHeld = deviceNumberOf(await file.stat({ bigint: true })) === presentNumber(name);
  const device = isHeld ? await readBlockDevice(name) : null;
  const fileSystems = await fileSystemsOn(runner, [path]);
  if (device === null || !fileSystems.ok) {
    await file.close();
    return fileSystems.ok ? missing : fileSystems;
  }
  const identity = deviceIdentity(device, fileSystems.value.get(path));
  return ok({ path, identity, release: () => file.close() });
}
