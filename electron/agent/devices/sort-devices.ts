import type { DeviceOwner, HiddenDevice } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { CommandRunner } from '../exec/command-runner.ts';
import type { DeviceClaimer } from '../storage/device-claims.ts';
import { nodePath, type BlockDevice } from './block-device.ts';
import { deviceNumberAt } from './device-number.ts';
import { deviceOwners } from './device-owners.ts';
import { directOwner, type Evidence } from './direct-owners.ts';
import { claimedNodes } from './exclusive-claims.ts';
import { fileSystemsOn, type FileSystem } from './file-systems.ts';

export interface SortedDevices {
  /** By device name. */
  readonly hidden: ReadonlyMap<string, HiddenDevice>;
  /** By device name, of what is not hidden: dom0 does not look into the disks of VMs. */
  readonly fileSystems: ReadonlyMap<string, FileSystem>;
  readonly problems: readonly Failure[];
}

export interface SortPorts {
  readonly runner: CommandRunner;
  readonly claims: DeviceClaimer;
}

const lvmMember = 'LVM2_member';

/** Tells apart what may be given away and what is somebody's. */
export async function sortDevices(
  { runner, claims }: SortPorts,
  devices: readonly BlockDevice[],
  evidence: Evidence,
): Promise<SortedDevices> {
  const hidden = new Map(
    deviceOwners({
      devices,
      directOwner: (device) => directOwner(device, evidence),
      attachedTo: ({ number }) => relativeOwner(number, evidence),
    }),
  );
  const hide = (device: BlockDevice, owner: DeviceOwner): void => void hidden.set(device.name, { owner, via: null });
  const free = (): readonly BlockDevice[] => devices.filter(({ name }) => !hidden.has(name));

  for (const device of free()) {
    const isNode = (await deviceNumberAt(nodePath(device.name))) === device.number;
    if (!isNode) hide(device, { code: 'unknown', why: 'wrong-node' });
  }
  const probed = await fileSystemsOn(runner, free().map(node));
  const byNode: ReadonlyMap<string, FileSystem> = probed.ok ? probed.value : new Map();
  const members = free().filter((device) => byNode.get(node(device))?.type === lvmMember);
  for (const [device, owner] of await memberOwners(claims, members)) hide(device, owner);
  const unattached = free().filter(({ number }) => !evidence.attached.has(number));
  const claimed = await claimedNodes(unattached.map(node));
  for (const device of unattached) if (claimed.has(node(device))) hide(device, { code: 'claimed' });

  const fileSystems = devices.flatMap((device) => {
    const found = byNode.get(node(device));
    return found === undefined ? [] : [[device.name, found] as const];
  });
  return { hidden, fileSystems: new Map(fileSystems), problems: probed.ok ? [] : [probed.error] };
}

const node = ({ name }: BlockDevice): string => nodePath(name);

function relativeOwner(number: string, { attached }: Evidence): DeviceOwner | undefined {
  const holder = attached.get(number);
  return holder === undefined ? undefined : { code: 'attached', vm: holder.vm, frontend: holder.frontend };
}

/** Of physical volumes that no active volume lies on. One of no volume group, or of another machine's, is nobody's here. */
async function memberOwners(
  claims: DeviceClaimer,
  devices: readonly BlockDevice[],
): Promise<readonly (readonly [BlockDevice, DeviceOwner])[]> {
  if (devices.length === 0) return [];
  const members = await claims.members();
  if (!members.ok) return devices.map((device) => [device, { code: 'unknown', why: 'lvm-unreadable' }]);
  const numbers = await Promise.all(
    [...members.value].map(async ([path, vg]) => [await deviceNumberAt(path), vg] as const),
  );
  return devices.flatMap((device) => {
    const [, vg] = numbers.find(([number]) => number === device.number) ?? [];
    return vg === undefined ? [] : [[device, { code: 'volume-group', vg }] as const];
  });
}
