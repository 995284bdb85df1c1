import type { DeviceOwner } from '#shared/domain/device.ts';
import type { VolumeClaim } from '../storage/device-claims.ts';
import { nodePath, type BlockDevice } from './block-device.ts';
import type { GivenDisks } from './given-disks.ts';
import type { Mount } from './mounts-and-swaps.ts';
import { printableText } from './printable-text.ts';

/** What is known of devices from elsewhere. Where it goes by device and says no more, that is its `MAJOR:MINOR`. */
export interface Evidence {
  /** By a logical volume's UUID. null: LVM did not answer. */
  readonly volumes: ReadonlyMap<string, VolumeClaim> | null;
  /** By the device's name: the volume group that it is a part of. */
  readonly members: ReadonlyMap<string, DeviceOwner>;
  /** By the name of the loop device. */
  readonly loops: ReadonlyMap<string, DeviceOwner>;
  readonly mounts: readonly Mount[];
  readonly swaps: ReadonlySet<string>;
  /** What guests run on. */
  readonly ownDisks: ReadonlyMap<string, DeviceOwner>;
  /** What guests were given: they may well have mounted it. */
  readonly attached: GivenDisks['attached'];
}

/** `nobody`: known to be free, whatever it is made of. undefined: nothing speaks for or against it. */
export type DirectOwner = DeviceOwner | 'nobody' | undefined;

/** `LVM-`, the volume group's UUID and the volume's own, then perhaps a word for a part of it. */
const volumeUuid = /^LVM-[0-9a-zA-Z]{32}([0-9a-zA-Z]{32})/;

/** The UUID of the logical volume that a device is, or is a part of; null of any other device. */
const volumeUuidOf = ({ mapped }: BlockDevice): string | null => volumeUuid.exec(mapped?.uuid ?? '')?.[1] ?? null;

/** What logical volumes lie on without being one itself. Where no volume is active, only LVM knows. */
export function volumeGroupMembers(devices: readonly BlockDevice[], volumes: Evidence['volumes']): Evidence['members'] {
  const withoutVolume = new Set(devices.filter((device) => volumeUuidOf(device) === null).map(({ name }) => name));
  return new Map(
    devices.flatMap((device) => {
      const claim = volumes?.get(volumeUuidOf(device) ?? '');
      if (claim === undefined) return [];
      const owner = { code: 'volume-group', vg: claim.vg } as const;
      return device.slaves.filter((name) => withoutVolume.has(name)).map((name) => [name, owner] as const);
    }),
  );
}

/** Whose a device itself is; what it gets from those that it is made of, or that are made of it, is `device-owners.ts`. */
export function directOwner(device: BlockDevice, evidence: Evidence): DirectOwner {
  const lvm = volumeOwner(device, evidence);
  if (lvm !== undefined && lvm !== 'nobody') return lvm;
  const found =
    evidence.members.get(device.name) ??
    (evidence.swaps.has(device.number) ? ({ code: 'swap' } as const) : undefined) ??
    evidence.loops.get(device.name) ??
    mountOwner(device, evidence) ??
    evidence.ownDisks.get(device.number);
  return found ?? lvm;
}

function volumeOwner(device: BlockDevice, { volumes }: Evidence): DirectOwner {
  const uuid = volumeUuidOf(device);
  if (uuid === null) return undefined;
  if (volumes === null) return { code: 'unknown', why: 'lvm-unreadable' };
  const claim = volumes.get(uuid);
  if (claim === undefined) return { code: 'unknown', why: 'not-known-to-lvm' };
  return claim.owner ?? 'nobody';
}

function mountOwner(device: BlockDevice, { mounts, attached }: Evidence): DeviceOwner | undefined {
  if (attached.has(device.number)) return undefined;
  const nodes = new Set([
    nodePath(device.name),
    ...(device.mapped === null ? [] : [`/dev/mapper/${device.mapped.name}`]),
  ]);
  const mount = mounts.find(({ deviceNumber, source }) => deviceNumber === device.number || nodes.has(source));
  return mount === undefined ? undefined : { code: 'mounted', mountPoint: printableText(mount.mountPoint) };
}
