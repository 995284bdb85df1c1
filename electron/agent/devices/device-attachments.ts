import PQueue from 'p-queue';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { DeviceList } from '#shared/contract/agent-contract.ts';
import type { AssignmentMode } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { DeviceId, DeviceIdentity, VmName } from '#shared/domain/ids.ts';
import { attachBlockers } from '#shared/rules/attach-blockers.ts';
import { detachBlockers } from '#shared/rules/detach-blockers.ts';
import { nextFrontend } from '#shared/rules/frontends.ts';
import { diskFrom } from './given-disks.ts';
import { lookAtDevices, type DevicePorts, type SeenDevices } from './look-at-devices.ts';
import { pinDevice } from './pin-device.ts';

export interface AttachRequest {
  readonly vm: VmName;
  readonly device: DeviceId;
  /** As the list told it; left out, whichever device has the id now is meant. */
  readonly identity?: DeviceIdentity | undefined;
  readonly isReadOnly: boolean;
  readonly frontend?: string | undefined;
}

export interface AttachedAs {
  readonly frontend: string;
}

export interface AssignRequest extends AttachRequest {
  readonly mode?: AssignmentMode | undefined;
}

export type DetachWhat = { readonly device: DeviceId } | { readonly frontend: string };

/** Lists the block devices of dom0, and gives them to guests. */
export class DeviceAttachments {
  readonly #ports: DevicePorts;
  /** Two looks at once would take each other's exclusive opening for somebody's claim. */
  readonly #looks = new PQueue({ concurrency: 1 });

  constructor(ports: DevicePorts) {
    this.#ports = ports;
  }

  async list(): Promise<Result<DeviceList, Failure>> {
    const seen = await this.#look();
    return seen.ok ? ok(seen.value.list) : seen;
  }

  /**
   * Looks at everything first, then holds the device, so that no other one can come in its place, and makes sure that it is
   * still the one that was looked at. What somebody has is not touched.
   */
  async attach(request: AttachRequest): Promise<Result<AttachedAs, Failure>> {
    const { vm: name, device: id, identity = null, isReadOnly } = request;
    const seen = await this.#look();
    if (!seen.ok) return seen;
    const { list, vms, disks } = seen.value;
    const vm = vms.get(name);
    if (vm === undefined) return err({ code: 'vm-not-found', vm: name });
    const device = list.devices.find((one) => one.id === id);
    if (device === undefined) return err({ code: 'device-not-found', device: id });
    const usedFrontends = new Set(disks.filter((disk) => disk.vm === name).map(({ frontend }) => frontend));
    const wanted = request.frontend ?? null;
    const blockers = attachBlockers({ device, identity, vm, frontend: wanted, isReadOnly, usedFrontends });
    const frontend = wanted ?? nextFrontend(usedFrontends);
    if (blockers.length > 0 || frontend === undefined) return err({ code: 'refused', blockers });
    const pinned = await pinDevice(this.#ports.runner, id);
    if (!pinned.ok) return pinned;
    try {
      if (pinned.value.identity !== device.identity) {
        return err({ code: 'refused', blockers: [{ code: 'device-changed', device: id }] });
      }
      const attached = await this.#ports.hypervisor.attach(name, { frontend, path: pinned.value.path, isReadOnly });
      return attached.ok ? ok({ frontend }) : attached;
    } finally {
      await pinned.value.release();
    }
  }

  /** core-2 has no such thing. */
  assign(): Promise<Result<never, Failure>> {
    return Promise.resolve(err({ code: 'refused', blockers: [{ code: 'assignments-need-r4' }] }));
  }

  unassign(): Promise<Result<never, Failure>> {
    return Promise.resolve(err({ code: 'refused', blockers: [{ code: 'assignments-need-r4' }] }));
  }

  /** The VM's own disks stay, whatever is asked for. */
  async detach(vm: VmName, what: DetachWhat): Promise<Result<AttachedAs, Failure>> {
    const { hypervisor } = this.#ports;
    const disks = await hypervisor.attachedDisks();
    if (!disks.ok) return disks;
    const given = disks.value.filter((disk) => disk.vm === vm);
    const frontend = 'frontend' in what ? what.frontend : (await diskFrom(given, what.device))?.frontend;
    const blockers = frontend === undefined ? [] : detachBlockers(vm, frontend);
    if (blockers.length > 0) return err({ code: 'refused', blockers });
    if (frontend === undefined || !given.some((disk) => disk.frontend === frontend)) {
      return err({ code: 'device-not-attached', vm, device: 'frontend' in what ? what.frontend : what.device });
    }
    const detached = await hypervisor.detach(vm, frontend);
    return detached.ok ? ok({ frontend }) : detached;
  }

  #look(): Promise<Result<SeenDevices, Failure>> {
    return this.#looks.add(() => lookAtDevices(this.#ports));
  }
}
