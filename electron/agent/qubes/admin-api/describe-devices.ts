import { bytes } from '#shared/base/bytes.ts';
import type { Device } from '#shared/domain/device.ts';
import type { DeviceId, DeviceIdentity, VmName } from '#shared/domain/ids.ts';
import { modeOf } from './assignment-mode.ts';
import type { DeviceLine } from './device-line.ts';
import { ownerOfDom0Device, type KnownPlaces } from './device-owner.ts';
import { readByteCount } from './read-byte-count.ts';

/** What a VM has of another's devices, or gets at its start. */
export interface GivenLine {
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
  { attached, assigned }: { readonly attached: readonly GivenLine[]; readonly assigned: readonly GivenLine[] },
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
    assignedTo: assigned.filter((given) => isOf(given.line, backend, line)).map(assignmentOf),
    hidden: owner === null ? null : { owner, via: null },
  };
}

/** Whether what was given is this device: the one in its place may be another one by now. */
export const isOf = (given: DeviceLine, backend: string, { port, deviceId }: DeviceLine): boolean =>
  given.backend === backend &&
  given.port === port &&
  (given.deviceId === null || given.deviceId === '*' || given.deviceId === deviceId);

const assignmentOf = ({ vm, line }: GivenLine): Device['assignedTo'][number] => ({
  vm,
  mode: modeOf(line.fields.get('mode')),
  isReadOnly: isYes(optionOf(line, 'read-only')),
});

/** One that a VM gets at its start, and that is not there now. */
export const describeAbsent = (given: GivenLine): Device => ({
  id: deviceIdOf(given.line.backend, given.line.port),
  backend: given.line.backend as VmName,
  ident: given.line.port,
  identity: `${given.line.deviceId ?? ''} not there`.slice(0, 200) as DeviceIdentity,
  sizeBytes: null,
  description: null,
  model: null,
  serial: null,
  disk: null,
  isReadOnly: false,
  fileSystem: null,
  attachedTo: null,
  assignedTo: [assignmentOf(given)],
  hidden: { owner: { code: 'not-there' }, via: null },
});
