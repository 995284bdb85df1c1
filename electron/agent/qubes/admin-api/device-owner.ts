import type { DeviceOwner } from '#shared/domain/device.ts';
import { volumeRoles } from '#shared/domain/volume.ts';
import type { VmName } from '#shared/domain/ids.ts';

/** Where the volumes of which VMs are, as one of which a device of dom0 may turn out. */
export interface KnownPlaces {
  readonly vms: readonly VmName[];
  readonly volumeGroups: readonly string[];
  readonly directories: readonly string[];
}

/** R4.3 puts spaces and underscores where a name has other characters (facts §5). */
const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();

/**
 * Whose a device of dom0 is, by all that R4 tells of it: its name, and what it calls itself. What dom0 hides by itself never
 * comes here; this is for what it does not. null: nobody's that is known.
 */
export function ownerOfDom0Device(
  {
    port,
    description,
    parentClass,
  }: { readonly port: string; readonly description: string; readonly parentClass: string | null },
  places: KnownPlaces,
): DeviceOwner | null {
  const called = plain(description);
  const volume = volumeCalled(called, places);
  if (volume !== null) return volume;
  if (called.startsWith('varlibqubes')) return { code: 'qubes-file', path: description };
  const vg = places.volumeGroups.find((name) => called.startsWith(plain(name)));
  if (vg !== undefined) return { code: 'volume-group', vg };
  if (/^(luks|vm)[-_ ]/.test(description)) return { code: 'claimed' };
  // A stick has a parent among the usb devices; what has none is built in.
  const isBuiltIn =
    /^(nvme|mmcblk|md|vd)/.test(port) || (parentClass !== null && !['usb', 'block'].includes(parentClass));
  return isBuiltIn ? { code: 'unknown', why: 'internal-disk' } : null;
}

/** Every driver calls a volume after its VM (facts §3.2). */
function volumeCalled(called: string, { vms, volumeGroups, directories }: KnownPlaces): DeviceOwner | null {
  for (const vm of vms) {
    for (const role of volumeRoles) {
      const paths = [
        ...volumeGroups.map((vg) => `${vg}/vm-${vm}-${role}`),
        ...directories.flatMap((dir) => ['appvms', 'vm-templates'].map((kind) => `${dir}/${kind}/${vm}/${role}.img`)),
      ];
      const path = paths.find((one) => plain(one) === called);
      if (path !== undefined) return { code: 'vm-volume', vm, role, path };
    }
  }
  return null;
}
