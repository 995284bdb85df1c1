import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Vm } from '../domain/vm.ts';
import { activeJobOn } from './active-job.ts';
import { movableRoles } from './migrate-blockers.ts';
import { outOfReachBlockers } from './out-of-reach-blockers.ts';
import { poolHealth } from './pool-pressure.ts';

/**
 * Why what a migration left in place may not be removed now: it must be nobody's any more, and what has replaced it must be
 * there, whole and in a healthy pool.
 */
export function freeKeptBlockers(
  vm: Vm,
  { vms, pools }: Pick<Inventory, 'vms' | 'pools'>,
  jobs: Iterable<Job>,
): readonly Blocker[] {
  if (vm.kept.length === 0) return [{ code: 'nothing-kept', vm: vm.name }];
  const blockers: Blocker[] = [];
  const job = activeJobOn(vm, jobs);
  if (job !== undefined) blockers.push({ code: 'job-on-vm', vm: vm.name, job: job.id });
  for (const { path, isOpen } of vm.kept) if (isOpen) blockers.push({ code: 'kept-open', vm: vm.name, path });
  for (const child of vms) {
    if (isOnKeptRoot(child, vm)) blockers.push({ code: 'child-on-kept', vm: vm.name, child: child.name });
  }
  return [...blockers, ...replacementBlockers(vm, pools)];
}

/** A child that has been running since before its template moved to LVM still runs from the images: it has no root of its own. */
const isOnKeptRoot = (child: Vm, template: Vm): boolean =>
  child.template === template.name &&
  template.storageType === 'lvm' &&
  child.power !== 'halted' &&
  child.volumes.find(({ role }) => role === 'root')?.state.kind !== 'present';

function replacementBlockers(vm: Vm, pools: Inventory['pools']): readonly Blocker[] {
  const blockers: Blocker[] = [];
  for (const role of movableRoles(vm)) {
    const volume = vm.volumes.find((one) => one.role === role);
    const outOfReach = outOfReachBlockers(vm, [role]);
    blockers.push(...outOfReach);
    if (outOfReach.length === 0 && volume?.state.kind !== 'present') {
      blockers.push({ code: 'volume-inactive', vm: vm.name, role });
    }
    const pool = pools.find(({ id }) => id === volume?.pool);
    const health = pool === undefined ? 'ok' : (poolHealth(pool) ?? 'ok');
    if (pool !== undefined && health !== 'ok') blockers.push({ code: 'pool-unhealthy', pool: pool.name, health });
  }
  return blockers;
}
