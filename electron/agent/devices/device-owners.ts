import type { DeviceOwner, HiddenDevice } from '#shared/domain/device.ts';
import type { BlockDevice } from './block-device.ts';
import type { DirectOwner } from './direct-owners.ts';
import { printableText } from './printable-text.ts';

export interface DeviceGraph {
  readonly devices: readonly BlockDevice[];
  readonly directOwner: (device: BlockDevice) => DirectOwner;
  /** Where a device is attached, as the owner of everything that shares bytes with it. */
  readonly attachedTo: (device: BlockDevice) => DeviceOwner | undefined;
}

/**
 * Who has each device, by name. A device is somebody's when it is so itself; when a device made of it is (a physical volume,
 * the disk under LUKS), or any of its partitions; when its disk is; and when what it is made of is (a partition of a VM's
 * volume), unless LVM says that it is nobody's. Partitions of one disk say nothing of each other.
 */
export function deviceOwners({ devices, directOwner, attachedTo }: DeviceGraph): ReadonlyMap<string, HiddenDevice> {
  const byName = new Map(devices.map((device) => [device.name, device]));
  const existing = (names: readonly string[]): readonly BlockDevice[] =>
    names.flatMap((name) => byName.get(name) ?? []);
  const direct = new Map(devices.map((device) => [device.name, directOwner(device)]));
  const loops = devices.filter(({ backingFile }) => backingFile !== null && backingFile.deviceNumber !== null);

  // The kernel does not count a loop device among the holders of the block device behind it, nor that one as its slave.
  const holdersOf = ({ number, holders }: BlockDevice): readonly BlockDevice[] => [
    ...existing(holders),
    ...loops.filter(({ backingFile }) => backingFile?.deviceNumber === number),
  ];
  const sourcesOf = ({ slaves, backingFile }: BlockDevice): readonly BlockDevice[] => [
    ...existing(slaves),
    ...(backingFile === null ? [] : devices.filter(({ number }) => number === backingFile.deviceNumber)),
  ];
  const partitionsOf = (disk: BlockDevice): readonly BlockDevice[] =>
    devices.filter(({ partition }) => partition?.disk === disk.name);
  const diskOf = ({ partition }: BlockDevice): readonly BlockDevice[] =>
    partition === null ? [] : existing([partition.disk]);

  /** Seen from a relative: being attached is being somebody's, too. */
  const itself = (device: BlockDevice): HiddenDevice | undefined => {
    const found = direct.get(device.name);
    const owner = attachedTo(device) ?? (found === 'nobody' ? undefined : found);
    return owner === undefined ? undefined : { owner, via: device.name };
  };
  const throughHolders = (device: BlockDevice): HiddenDevice | undefined => {
    const holders = holdersOf(device);
    const found = firstOf(holders, (holder) => itself(holder) ?? throughHolders(holder));
    const [holder] = holders;
    return (
      found ?? (holder === undefined ? undefined : { owner: { code: 'held', by: labelOf(holder) }, via: device.name })
    );
  };
  const throughSources = (device: BlockDevice): HiddenDevice | undefined =>
    direct.get(device.name) === 'nobody'
      ? undefined
      : firstOf(sourcesOf(device), (source) => itself(source) ?? throughDisk(source) ?? throughSources(source));
  const throughDisk = (device: BlockDevice): HiddenDevice | undefined =>
    firstOf(diskOf(device), (disk) => itself(disk) ?? throughHolders(disk) ?? throughSources(disk));
  const throughPartitions = (device: BlockDevice): HiddenDevice | undefined =>
    firstOf(partitionsOf(device), (partition) => itself(partition) ?? throughHolders(partition));
  const ownerOf = (device: BlockDevice): HiddenDevice | undefined => {
    const found = direct.get(device.name);
    const own = found === undefined || found === 'nobody' ? undefined : { owner: found, via: null };
    // Whose it is says more than where it is mounted: a guest of the sandbox mounts its template's mapping.
    if (own !== undefined && own.owner.code !== 'mounted') return own;
    return throughHolders(device) ?? throughPartitions(device) ?? throughDisk(device) ?? throughSources(device) ?? own;
  };

  return new Map(
    devices.flatMap((device) => {
      const found = ownerOf(device);
      if (found === undefined) return [];
      return [[device.name, { ...found, via: found.via === device.name ? null : found.via }] as const];
    }),
  );
}

function firstOf<Item, Value>(items: readonly Item[], find: (item: Item) => Value | undefined): Value | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const labelOf = ({ name, mapped }: BlockDevice): string => printableText(mapped?.name ?? name);
