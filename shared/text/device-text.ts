import type { Device, DeviceOwner, DeviceOwnerOf, HiddenDevice } from '../domain/device.ts';

type Phrases = { readonly [Code in DeviceOwner['code']]: (facts: DeviceOwnerOf<Code>) => string };

const reasons: Readonly<Record<DeviceOwnerOf<'unknown'>['why'], string>> = {
  'lvm-unreadable': 'LVM does not answer, so that nobody knows whose it is',
  'not-known-to-lvm': 'it is a logical volume that LVM does not list, so that nobody knows whose it is',
  'internal-disk': 'it is on a disk of this machine itself, which R4 tells nothing more of',
  'wrong-node': 'its node in /dev leads to another device',
};

/** Whose it is, in a few words that go on after a colon. */
const phrases: Phrases = {
  'vm-volume': (o) => `${o.role} volume of ${o.vm} (${o.path})`,
  'vm-disk': (o) => `${o.vm} runs on it as ${o.frontend}`,
  'vm-file': (o) => `file of ${o.vm} (${o.path})`,
  'qubes-file': (o) => `file of Qubes (${o.path})`,
  pool: (o) => `pool ${o.pool}`,
  'volume-group': (o) => `volume group ${o.vg}`,
  mounted: (o) => `mounted at ${o.mountPoint}`,
  swap: () => 'swap of dom0',
  held: (o) => `${o.by} is made of it`,
  'not-there': () => 'not plugged in',
  attached: (o) => `attached to ${o.vm} as ${o.frontend}`,
  claimed: () => 'something in dom0 is using it',
  gone: () => 'it was pulled out',
  unknown: (o) => reasons[o.why],
};

/** `via` is told first: the owner is that device's. */
export function hiddenText({ owner, via }: HiddenDevice): string {
  const phrase = (phrases[owner.code] as (facts: DeviceOwner) => string)(owner);
  return via === null ? phrase : `through ${via}: ${phrase}`;
}

export function descriptionText({ description, disk }: Device): string {
  return description ?? (disk === null ? 'disk' : `partition of ${disk}`);
}
