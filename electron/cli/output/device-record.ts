import type { Bytes } from '#shared/base/bytes.ts';
import type { AssignmentMode, Device, DeviceOwner } from '#shared/domain/device.ts';
import { descriptionText } from '#shared/text/device-text.ts';

/** One element of `devices --json`. Scripts rely on it: fields are added, never changed. */
export interface DeviceRecord {
  readonly id: string;
  readonly backend: string;
  /** The backend's name for it. */
  readonly name: string;
  readonly description: string;
  /** null when it was pulled out while a VM had it. */
  readonly sizeBytes: Bytes | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly isPartition: boolean;
  /** Of a partition, its disk's name. */
  readonly disk: string | null;
  readonly readOnly: boolean;
  readonly fsType: string | null;
  readonly fsLabel: string | null;
  /** For `attach --identity`: another one as soon as another device has this id. */
  readonly identity: string;
  readonly attachedTo: { readonly vm: string; readonly frontend: string; readonly readOnly: boolean } | null;
  /** The VMs that get it by themselves (R4). */
  readonly assignedTo: readonly { readonly vm: string; readonly mode: AssignmentMode; readonly readOnly: boolean }[];
  /** Whose it is, so that it cannot be attached; `via` is the device through which it is theirs, if it is another one. */
  readonly hiddenBecause: (DeviceOwner & { readonly via: string | null }) | null;
}

export function deviceRecord(device: Device): DeviceRecord {
  const { attachedTo, hidden, fileSystem } = device;
  return {
    id: device.id,
    backend: device.backend,
    name: device.ident,
    description: descriptionText(device),
    sizeBytes: device.sizeBytes,
    model: device.model,
    serial: device.serial,
    isPartition: device.disk !== null,
    disk: device.disk,
    readOnly: device.isReadOnly,
    fsType: fileSystem?.type ?? null,
    fsLabel: fileSystem?.label ?? null,
    identity: device.identity,
    attachedTo:
      attachedTo === null
        ? null
        : { vm: attachedTo.vm, frontend: attachedTo.frontend, readOnly: attachedTo.isReadOnly },
    assignedTo: device.assignedTo.map(({ vm, mode, isReadOnly }) => ({ vm, mode, readOnly: isReadOnly })),
    hiddenBecause: hidden === null ? null : { ...hidden.owner, via: hidden.via },
  };
}
