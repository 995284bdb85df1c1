import { bytes } from '#shared/base/bytes.ts';
import type { Device } from '#shared/domain/device.ts';
import type { DeviceId, DeviceIdentity, VmName } from '#shared/domain/ids.ts';
import type { DeviceLine } from './device-line.ts';
import { ownerOfDom0Device, type KnownPlaces } from './device-owner.ts';
import { readByteCount } from './read-byte-count.ts';

/** What a VM has of another's devices. */
export interface AttachedLine {
  readonly vm: VmName;
  readonly line: DeviceLine;
}

export const deviceIdOf = (backend: string, port: string): DeviceId => `${backend}:${port}` as DeviceId;

/** Options are fields of their own; R4.3's begin with an underscore. */
export const optionOf = ({ fields }: DeviceLine, name: string): string | undefined =>
  fields.get(`_${name}`) ?? fields.get(name);

export const isYes = (text: string | undefined): boolean => /^(yes|true|on|1)$/i.test(text ?? '');

/** A block device as everybody is shown it. Its size R4.2 tells, and R4.3 does not any more (facts T14). */
export function describeDevice(
  backend: VmName,
  line: DeviceLine,
  attached: readonly AttachedLine[],
  places: KnownPlaces,
): Device {
  const { port, fields, deviceId } = line;
  const holder = attached.find((one) => one.line.backend === backend && one.line.port === port);
  const description = fields.get('description') ?? fields.get('serial') ?? '';
  const [, model, label] = /^(.*?)(?: \((.*)\))?$/.exec(description) ?? [];
  const parentClass = fields.get('parent_devclass') ?? null;
  const owner = backend === 'dom0' ? ownerOfDom0Device({ port, description, parentClass }, places) : null;
  const fileSystemLabel = label ?? fields.get('name') ?? null;
  return {
    id: deviceIdOf(backend, port),
    backend,
    ident: port,
    identity: `${deviceId ?? fields.get('size') ?? ''} ${description}`.slice(0, 200) as DeviceIdentity,
    sizeBytes: fields.has('size') ? (readByteCount(fields.get('size')) ?? bytes(0)) : null,
    description: description === '' ? null : description,
    model: model === undefined || model === '' ? null : model,
    serial: fields.get('serial') ?? null,
    disk: fields.get('parent_devclass') === 'block' ? (fields.get('parent_port_id') ?? null) : null,
    isReadOnly: fields.get('mode') === 'r',
    fileSystem: fileSystemLabel === null ? null : { type: '?', label: fileSystemLabel },
    attachedTo:
      holder === undefined
        ? null
        : {
            vm: holder.vm,
            frontend: optionOf(holder.line, 'frontend-dev') ?? '?',
            isReadOnly: isYes(optionOf(holder.line, 'read-only')),
          },
    hidden: owner === null ? null : { owner, via: null },
  };
}
