import type { Blocker } from '../domain/blocker.ts';
import type { Device } from '../domain/device.ts';
import type { DeviceIdentity } from '../domain/ids.ts';
import type { Vm } from '../domain/vm.ts';
import { isForDevices, nextFrontend } from './frontends.ts';

export interface AttachWish {
  readonly device: Device;
  /** Of the device that is meant; null: whichever has the id. */
  readonly identity: DeviceIdentity | null;
  readonly vm: Pick<Vm, 'name' | 'class' | 'power'>;
  /** null: the next free one. */
  readonly frontend: string | null;
  readonly isReadOnly: boolean;
  /** Those of the VM, devices of other backends among them. */
  readonly usedFrontends: ReadonlySet<string>;
}

/** Why a device may not be given to a VM now. */
export function attachBlockers(wish: AttachWish): readonly Blocker[] {
  const { device, vm } = wish;
  const blockers: Blocker[] = [];
  if (vm.class === 'AdminVM') blockers.push({ code: 'class-takes-no-devices', vm: vm.name, class: vm.class });
  else if (vm.power !== 'running') blockers.push({ code: 'vm-not-running', vm: vm.name, power: vm.power });
  // What somebody has is not looked into, so that nothing tells whether it is the same one.
  const isKnown = device.hidden === null && wish.identity !== null;
  if (isKnown && device.identity !== wish.identity) blockers.push({ code: 'device-changed', device: device.id });
  if (device.hidden !== null) blockers.push({ code: 'device-owned', device: device.id, ...device.hidden });
  if (device.attachedTo !== null) {
    const { vm: holder, frontend } = device.attachedTo;
    blockers.push({ code: 'device-attached', device: device.id, vm: holder, frontend });
  }
  if (device.isReadOnly && !wish.isReadOnly) blockers.push({ code: 'device-read-only', device: device.id });
  return [...blockers, ...frontendBlockers(wish)];
}

function frontendBlockers({ vm, frontend, usedFrontends }: AttachWish): readonly Blocker[] {
  if (frontend === null) {
    return nextFrontend(usedFrontends) === undefined ? [{ code: 'no-frontend-left', vm: vm.name }] : [];
  }
  if (!isForDevices(frontend)) return [{ code: 'frontend-not-for-devices', frontend }];
  return usedFrontends.has(frontend) ? [{ code: 'frontend-taken', vm: vm.name, frontend }] : [];
}
