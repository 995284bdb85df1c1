import { err, ok, type Result } from '#shared/base/result.ts';
import type { DeviceList } from '#shared/contract/agent-contract.ts';
import type { AssignmentMode } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId, VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import { attachBlockers } from '#shared/rules/attach-blockers.ts';
import { detachBlockers } from '#shared/rules/detach-blockers.ts';
import { nextFrontend } from '#shared/rules/frontends.ts';
import { adminRequest } from './admin-request.ts';
import type { AdminQubes } from './admin-qubes.ts';
import { assignDevice, unassignDevice, type AssignWish } from './assign-device.ts';
import type { AttachWish } from './attach-wish.ts';
import { deviceIdOf, optionOf } from './describe-devices.ts';
import { deviceArgument, quotedWords, type DeviceLine } from './device-line.ts';
import { lookAtDevices } from './look-at-devices.ts';

/** The block devices of every VM that has some to give, by the calls of either generation (facts §2.6). */
export class AdminDevices {
  readonly #qubes: AdminQubes;
  readonly #look: () => Promise<{ readonly inventory: Inventory }>;

  constructor(qubes: AdminQubes, look: () => Promise<{ readonly inventory: Inventory }>) {
    this.#qubes = qubes;
    this.#look = look;
  }

  async list(): Promise<Result<DeviceList, Failure>> {
    const seen = await lookAtDevices(this.#qubes);
    return seen.ok ? ok(seen.value.list) : seen;
  }

  async attach(wish: AttachWish): Promise<Result<{ readonly frontend: string }, Failure>> {
    const [seen, { inventory }] = await Promise.all([lookAtDevices(this.#qubes), this.#look()]);
    if (!seen.ok) return seen;
    const vm = inventory.vms.find(({ name }) => name === wish.vm);
    if (vm === undefined) return err({ code: 'vm-not-found', vm: wish.vm });
    const device = seen.value.list.devices.find(({ id }) => id === wish.device);
    const line = seen.value.available.get(wish.device);
    if (device === undefined || line === undefined) return err({ code: 'device-not-found', device: wish.device });
    const used = seen.value.attached.filter((one) => one.vm === vm.name);
    const usedFrontends = new Set(used.map((one) => optionOf(one.line, 'frontend-dev') ?? ''));
    const { identity = null, frontend: asked = null, isReadOnly } = wish;
    const blockers = attachBlockers({ device, identity, vm, frontend: asked, isReadOnly, usedFrontends });
    const frontend = asked ?? nextFrontend(usedFrontends);
    if (blockers.length > 0 || frontend === undefined) return err({ code: 'refused', blockers });
    const told = { ...line, backend: device.backend };
    const payload = attachPayload(told, vm.name, frontend, isReadOnly);
    const request = adminRequest('admin.vm.device.block.Attach', vm.name, deviceArgument(told), payload);
    const attached = await this.#qubes.act(request);
    return attached.ok ? ok({ frontend }) : attached;
  }

  async detach(
    vm: VmName,
    what: { readonly device: DeviceId } | { readonly frontend: string },
  ): Promise<Result<{ readonly frontend: string }, Failure>> {
    const seen = await lookAtDevices(this.#qubes);
    if (!seen.ok) return seen;
    const found = seen.value.attached.find(
      (one) =>
        one.vm === vm &&
        ('device' in what
          ? deviceIdOf(one.line.backend, one.line.port) === what.device
          : optionOf(one.line, 'frontend-dev') === what.frontend),
    );
    const named = 'device' in what ? what.device : what.frontend;
    // What R4 lists here was given to it: its own disks are not among that.
    const blockers = 'frontend' in what ? detachBlockers(vm, what.frontend) : [];
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    if (found === undefined) return err({ code: 'device-not-attached', vm, device: named });
    const request = adminRequest('admin.vm.device.block.Detach', vm, deviceArgument(found.line));
    const detached = await this.#qubes.act(request);
    return detached.ok ? ok({ frontend: optionOf(found.line, 'frontend-dev') ?? named }) : detached;
  }

  async assign(wish: AssignWish): Promise<Result<{ readonly mode: AssignmentMode }, Failure>> {
    const [seen, { inventory }] = await Promise.all([lookAtDevices(this.#qubes), this.#look()]);
    if (!seen.ok) return seen;
    return assignDevice(wish, seen.value, inventory.vms, this.#qubes);
  }

  async unassign(vm: VmName, device: DeviceId): Promise<Result<void, Failure>> {
    const [seen, { inventory }] = await Promise.all([lookAtDevices(this.#qubes), this.#look()]);
    if (!seen.ok) return seen;
    return unassignDevice(vm, device, seen.value, inventory.vms, this.#qubes);
  }
}

/** R4.3 has the device named once more, with `manual`: for now, not for every start. */
function attachPayload(line: DeviceLine, vm: VmName, frontend: string, isReadOnly: boolean): string {
  const readOnly = isReadOnly ? 'yes' : 'no';
  if (line.deviceId === null) return `frontend-dev=${frontend} read-only=${readOnly}`;
  return quotedWords([
    ['device_id', line.deviceId],
    ['port_id', line.port],
    ['devclass', 'block'],
    ['backend_domain', line.backend],
    ['mode', 'manual'],
    ['frontend_domain', vm],
    ['_frontend-dev', frontend],
    ['_read-only', readOnly],
  ]);
}
