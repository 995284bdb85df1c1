import type { Blocker } from '../domain/blocker.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import type { VolumeRole } from '../domain/volume.ts';
import { childBlockers } from './child-blockers.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { movableRoles } from './migrate-blockers.ts';

/**
 * Why a VM may not go back to what is kept of it now, as far as the inventory tells. Whether that still is what was left is
 * the plan's own matter. That the volumes it uses now are not there is no reason: going back is what helps then.
 */
export function restoreKeptBlockers(vm: Vm, { vms }: Pick<Inventory, 'vms'>, jobs: Iterable<Job>): readonly Blocker[] {
  if (vm.kept.length === 0) return [{ code: 'nothing-kept', vm: vm.name }];
  return [
    ...inUseBlockers(vm, jobs),
    ...childBlockers(vm, vms),
    ...movableRoles(vm).flatMap((role) => roleBlockers(vm, role)),
  ];
}

function roleBlockers(vm: Vm, role: VolumeRole): readonly Blocker[] {
  const kept = vm.kept.find((one) => one.role === role);
  if (kept === undefined) return [{ code: 'kept-incomplete', vm: vm.name, role }];
  return kept.isOpen ? [{ code: 'kept-open', vm: vm.name, path: kept.path }] : [];
}
