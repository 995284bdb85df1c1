import type { Blocker } from '../domain/blocker.ts';
import type { AssignmentMode } from '../domain/device.ts';
import type { AttachWish } from './attach-blockers.ts';
import { isForDevices } from './frontends.ts';

export interface AssignWish extends Omit<AttachWish, 'usedFrontends'> {
  readonly mode: AssignmentMode;
  /** Of R4.2 there is one only. */
  readonly knowsModes: boolean;
}

/** Why a device may not be given to a VM at every start. It need not run, and others may have the device now. */
export function assignBlockers(wish: AssignWish): readonly Blocker[] {
  const { device, vm, mode, frontend } = wish;
  const { id, hidden } = device;
  const takesNone = vm.class === 'AdminVM' || vm.class === 'RemoteVM';
  // Somebody else's device is told as that, whichever it is by now.
  const isOther = hidden === null && wish.identity !== null && device.identity !== wish.identity;
  const isThere = device.assignedTo.some((one) => one.vm === vm.name);
  return [
    ...(takesNone ? [{ code: 'class-takes-no-devices', vm: vm.name, class: vm.class } as const] : []),
    ...(isOther ? [{ code: 'device-changed', device: id } as const] : []),
    ...(hidden === null ? [] : [{ code: 'device-owned', device: id, ...hidden } as const]),
    ...(isThere ? [{ code: 'device-assigned', device: id, vm: vm.name } as const] : []),
    ...(device.isReadOnly && !wish.isReadOnly ? [{ code: 'device-read-only', device: id } as const] : []),
    ...(frontend === null || isForDevices(frontend) ? [] : [{ code: 'frontend-not-for-devices', frontend } as const]),
    ...(wish.knowsModes || mode === 'required' ? [] : [{ code: 'assignment-mode-unknown', mode } as const]),
  ];
}
