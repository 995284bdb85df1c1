import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { isFixed, wholeVmBlockers } from './whole-vm-blockers.ts';

/** A VM to remove, and those that could not do without it. */
export interface RemoveSubject {
  readonly vm: Vm;
  readonly isInstalledByRpm: boolean;
  /** Whether only its record goes: then it does not matter whose its files are. */
  readonly keepsFiles: boolean;
  readonly children: readonly VmName[];
  readonly clients: readonly VmName[];
  /** HVMs with a drive in it. */
  readonly driveUsers: readonly VmName[];
}

/** Why a VM may not be removed now, as far as the registry and the inventory tell. */
export function removeBlockers(
  { vm, isInstalledByRpm, keepsFiles, children, clients, driveUsers }: RemoveSubject,
  jobs: readonly Job[],
): readonly Blocker[] {
  const blockers = [...wholeVmBlockers(vm, isInstalledByRpm && !keepsFiles, jobs)];
  if (isFixed(blockers)) return blockers;
  if (children.length > 0) blockers.push({ code: 'has-children', vm: vm.name, children });
  if (clients.length > 0) blockers.push({ code: 'netvm-of-others', vm: vm.name, clients });
  if (driveUsers.length > 0) blockers.push({ code: 'drive-of-others', vm: vm.name, users: driveUsers });
  return blockers;
}
