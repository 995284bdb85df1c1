import { readlink, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { bytes } from '#shared/base/bytes.ts';
import { done, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { createDevice, detachLoop, originTable, removeDevice, versionTable } from '../../device-mapper/dm-commands.ts';
import { loopForFile } from '../../device-mapper/loop-for-file.ts';
import { listMappedDevices, type MappedDevice } from '../../device-mapper/mapped-devices.ts';
import {
  isDeviceOf,
  isOriginName,
  mappedPath,
  originName,
  originOfVersion,
  versionName,
} from '../../device-mapper/root-version.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import type { GuestDisk } from '../hypervisor.ts';

/** One side of a version of a template's root. */
type VersionSide = Extract<GuestDisk['source'], { readonly kind: 'origin' | 'snapshot' }>;

/**
 * Does what core-2's hotplug script `block-snapshot` does in a dom0 with Xen, where a domain's start calls it: makes the
 * device that a guest gets, or finds it. Every device on one root must be on the same loop device, or the kernel does not
 * know that they belong together. The version is made before the origin, so that no write of the template passes it by.
 */
export async function openVersion(
  runner: CommandRunner,
  { kind, path, cowPath }: VersionSide,
): Promise<Result<string, Failure>> {
  const devices = await listMappedDevices(runner);
  if (!devices.ok) return devices;
  const [root, cow] = await Promise.all([stat(path, { bigint: true }), stat(cowPath, { bigint: true })]);
  const size = bytes(Number(root.size));
  const existing = devices.value.find((device) => isDeviceOf(device.name, root));
  const base = existing === undefined ? await loopForFile(runner, path) : ok(await nodeOf(existing.root));
  if (!base.ok) return base;

  const name = versionName(root, cow);
  if (!isThere(devices.value, name)) {
    const loop = await loopForFile(runner, cowPath);
    if (!loop.ok) return loop;
    const made = await runner.run(createDevice(name, versionTable(size, base.value, loop.value)));
    if (!made.ok) return made;
  }
  if (kind === 'snapshot') return ok(mappedPath(name));
  const origin = originName(root);
  if (!isThere(devices.value, origin)) {
    const made = await runner.run(createDevice(origin, originTable(size, base.value)));
    if (!made.ok) return made;
  }
  return ok(mappedPath(origin));
}

/**
 * Takes down what nobody has open any more, whether its guest ended just now or with a crash long ago: origins, then the
 * versions that have no origin, then their loop devices.
 */
export async function closeUnused(runner: CommandRunner): Promise<Result<void, Failure>> {
  const listed = await listMappedDevices(runner);
  if (!listed.ok) return listed;
  let devices = listed.value;
  for (const isNext of [isUnusedOrigin, isUnusedVersion]) {
    for (const device of devices.filter((one) => isNext(one, devices))) {
      const removed = await runner.run(removeDevice(device.name));
      // Somebody has opened it meanwhile: it goes when they are done.
      if (!removed.ok) continue;
      devices = devices.filter((one) => one !== device);
      for (const number of [device.root, ...(device.cow === null ? [] : [device.cow])]) {
        if (devices.every(({ root, cow }) => root !== number && cow !== number)) {
          await runner.run(detachLoop(await nodeOf(number)));
        }
      }
    }
  }
  return done;
}

const isThere = (devices: readonly MappedDevice[], name: string): boolean => devices.some((one) => one.name === name);

const isUnusedOrigin = ({ name, openCount }: MappedDevice): boolean => isOriginName(name) && openCount === 0;

/** One that is being merged is at work although nobody has it open. */
const isUnusedVersion = ({ name, target, openCount }: MappedDevice, devices: readonly MappedDevice[]): boolean => {
  const origin = originOfVersion(name);
  return origin !== undefined && target === 'snapshot' && openCount === 0 && !isThere(devices, origin);
};

/** The kernel links each device number to the device's own folder. */
const nodeOf = async (number: string): Promise<string> =>
  `/dev/${basename(await readlink(`/sys/dev/block/${number}`))}`;
