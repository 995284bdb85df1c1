import { err, ok, type Result } from '#shared/base/result.ts';
import type { AssignmentMode } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId, VmName } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { assignBlockers } from '#shared/rules/assign-blockers.ts';
import type { AttachWish } from './attach-wish.ts';
import { adminRequest } from './admin-request.ts';
import type { AdminQubes } from './admin-qubes.ts';
import { deviceIdOf } from './describe-devices.ts';
import { deviceArgument, quotedWords, type DeviceLine } from './device-line.ts';
import type { SeenDevices } from './look-at-devices.ts';

export interface AssignWish extends AttachWish {
  readonly mode?: AssignmentMode | undefined;
}

/** Gives a VM a device at every start. On R4.2 a VM that runs gets it now, too: there is no call for the one alone. */
export async function assignDevice(
  wish: AssignWish,
  seen: SeenDevices,
  vms: readonly Vm[],
  qubes: AdminQubes,
): Promise<Result<{ readonly mode: AssignmentMode }, Failure>> {
  const vm = vms.find(({ name }) => name === wish.vm);
  if (vm === undefined) return err({ code: 'vm-not-found', vm: wish.vm });
  const device = seen.list.devices.find(({ id }) => id === wish.device);
  const line = seen.available.get(wish.device);
  if (device === undefined || line === undefined) return err({ code: 'device-not-found', device: wish.device });
  const knowsModes = seen.api === 'r4.3';
  const { identity = null, frontend = null, isReadOnly, mode = knowsModes ? 'auto-attach' : 'required' } = wish;
  const blockers = assignBlockers({ device, identity, vm, frontend, isReadOnly, mode, knowsModes });
  if (blockers.length > 0) return err({ code: 'refused', blockers });
  const told = { ...line, backend: device.backend };
  const verb = knowsModes ? 'Assign' : 'Attach';
  const payload = assignment(told, vm.name, { frontend, isReadOnly, mode });
  const assigned = await qubes.act(
    adminRequest(`admin.vm.device.block.${verb}`, vm.name, deviceArgument(told), payload),
  );
  return assigned.ok ? ok({ mode }) : assigned;
}

/** Takes it back. What a running VM has of it, it keeps until it is detached. */
export async function unassignDevice(
  vm: VmName,
  device: DeviceId,
  seen: SeenDevices,
  vms: readonly Vm[],
  qubes: AdminQubes,
): Promise<Result<void, Failure>> {
  const found = seen.assigned.find((one) => one.vm === vm && deviceIdOf(one.line.backend, one.line.port) === device);
  if (found === undefined) return err({ code: 'device-not-assigned', vm, device });
  const argument = deviceArgument(found.line);
  if (seen.api === 'r4.3') return qubes.act(adminRequest('admin.vm.device.block.Unassign', vm, argument));
  const isHalted = vms.some(({ name, power }) => name === vm && power === 'halted');
  return qubes.act(
    isHalted
      ? adminRequest('admin.vm.device.block.Detach', vm, argument)
      : adminRequest('admin.vm.device.block.Set.persistent', vm, argument, 'False'),
  );
}

interface Options {
  readonly frontend: string | null;
  readonly isReadOnly: boolean;
  readonly mode: AssignmentMode;
}

/** This very device: another one that is plugged in there is not given. R4.2 knows none but by its place. */
function assignment(line: DeviceLine, vm: VmName, { frontend, isReadOnly, mode }: Options): string {
  const readOnly = isReadOnly ? 'yes' : 'no';
  if (line.deviceId === null) {
    const place = frontend === null ? '' : `frontend-dev=${frontend} `;
    return `${place}read-only=${readOnly} persistent=True`;
  }
  return quotedWords([
    ['device_id', line.deviceId],
    ['port_id', line.port],
    ['devclass', 'block'],
    ['backend_domain', line.backend],
    ['mode', mode],
    ['frontend_domain', vm],
    ...(frontend === null ? [] : [['_frontend-dev', frontend] as const]),
    ['_read-only', readOnly],
  ]);
}
