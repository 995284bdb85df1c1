import type { Device, HiddenDevice } from '#shared/domain/device.ts';
import type { DeviceId, VmName } from '#shared/domain/ids.ts';
import type { BlockDevice } from './block-device.ts';
import { deviceIdentity } from './device-identity.ts';
import type { FileSystem } from './file-systems.ts';
import { printableText } from './printable-text.ts';

export const dom0 = 'dom0' as VmName;

export const deviceId = (name: string): DeviceId => `${dom0}:${name}` as DeviceId;

export interface DeviceSurroundings {
  readonly fileSystem: FileSystem | undefined;
  readonly attachedTo: Device['attachedTo'];
  readonly hidden: HiddenDevice | null;
}

/** A device as clients are shown it. */
export function describeDevice(device: BlockDevice, around: DeviceSurroundings): Device {
  const { name, model, serial, mapped, backingFile } = device;
  const description = model ?? backingFile?.path ?? mapped?.name ?? null;
  const { fileSystem } = around;
  return {
    id: deviceId(name),
    backend: dom0,
    ident: name,
    identity: deviceIdentity(device, fileSystem),
    sizeBytes: device.sizeBytes,
    description: printable(description),
    model: printable(model),
    serial: printable(serial),
    disk: device.partition?.disk ?? null,
    isReadOnly: device.isReadOnly,
    fileSystem:
      fileSystem === undefined ? null : { type: printableText(fileSystem.type), label: printable(fileSystem.label) },
    attachedTo: around.attachedTo,
    assignedTo: [],
    hidden: around.hidden,
  };
}

const printable = (text: string | null): string | null => (text === null ? null : printableText(text));
