import type { Device, DeviceOwner } from '#shared/domain/device.ts';
import type { DeviceId, DeviceIdentity } from '#shared/domain/ids.ts';
import { isForDevices } from '#shared/rules/frontends.ts';
import type { AttachedDisk } from '../hypervisor/hypervisor.ts';
import { nodePath } from './block-device.ts';
import { deviceId, dom0 } from './describe-device.ts';
import { deviceNumberAt } from './device-number.ts';
import { kernelName, presentNumber } from './kernel-name.ts';
import { printableText } from './printable-text.ts';

/** What guests have of dom0's devices, by `MAJOR:MINOR`. */
export interface GivenDisks {
  /** What they run on. */
  readonly own: ReadonlyMap<string, DeviceOwner>;
  /** What somebody gave them, and can take from them again. */
  readonly attached: ReadonlyMap<string, NonNullable<Device['attachedTo']>>;
  /** What somebody gave them and is not there any more: nothing but the path tells what it was. */
  readonly gone: readonly AttachedDisk[];
}

/** `present`: the numbers of the devices that there are. */
export async function givenDisks(disks: readonly AttachedDisk[], present: ReadonlySet<string>): Promise<GivenDisks> {
  const own = new Map<string, DeviceOwner>();
  const attached = new Map<string, NonNullable<Device['attachedTo']>>();
  const gone: AttachedDisk[] = [];
  for (const disk of disks.filter(({ backend }) => backend === dom0)) {
    const { vm, frontend, isReadOnly } = disk;
    const number = await numberOf(disk);
    if (!isForDevices(frontend)) {
      if (number !== null) own.set(number, { code: 'vm-disk', vm, frontend });
    } else if (number !== null && present.has(number)) attached.set(number, { vm, frontend, isReadOnly });
    else gone.push(disk);
  }
  return { own, attached, gone };
}

/** Finds a disk by what was attached. What is gone is known by its path only. */
export async function diskFrom(disks: readonly AttachedDisk[], id: DeviceId): Promise<AttachedDisk | undefined> {
  const name = kernelName(id);
  if (name === null) return undefined;
  const number = presentNumber(name);
  for (const disk of disks.filter(({ backend }) => backend === dom0)) {
    const isIt = number === null ? disk.path === nodePath(name) : (await numberOf(disk)) === number;
    if (isIt) return disk;
  }
  return undefined;
}

const numberOf = async ({ deviceNumber, path }: AttachedDisk): Promise<string | null> =>
  deviceNumber ?? (await deviceNumberAt(path));

/** It is listed all the same: its VM still has the frontend, which can be detached. */
export function goneDevice({ path, vm, frontend, isReadOnly }: AttachedDisk): Device {
  const ident = printableText(path.replace(/^\/dev\//, '').replaceAll('/', '!'));
  return {
    id: deviceId(ident),
    backend: dom0,
    ident,
    identity: 'gone' as DeviceIdentity,
    sizeBytes: null,
    description: null,
    model: null,
    serial: null,
    disk: null,
    isReadOnly,
    fileSystem: null,
    attachedTo: { vm, frontend, isReadOnly },
    assignedTo: [],
    hidden: { owner: { code: 'gone' }, via: null },
  };
}
