import type { Snapshot } from '#shared/contract/agent-contract.ts';
import type { Inventory, InventoryChange } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';

/** VMs keep their places; new ones follow at the end. */
export function withInventoryChange(inventory: Inventory, change: InventoryChange): Inventory {
  const { changedVms, removedVms, ...rest } = change;
  const byName = new Map(inventory.vms.map((vm) => [vm.name, vm]));
  for (const name of removedVms) byName.delete(name);
  for (const vm of changedVms) byName.set(vm.name, vm);
  return { ...rest, vms: [...byName.values()] };
}

/** Jobs keep their places; a new one follows at the end. */
export function withJob(jobs: readonly Job[], changed: Job): readonly Job[] {
  if (!jobs.some((job) => job.id === changed.id)) return [...jobs, changed];
  return jobs.map((job) => (job.id === changed.id ? changed : job));
}

export type AgentEvent =
  | { readonly name: 'inventory.changed'; readonly payload: InventoryChange }
  | { readonly name: 'job.changed'; readonly payload: Job };

export function withEvent(snapshot: Snapshot, event: AgentEvent, sequence: number): Snapshot {
  if (event.name === 'job.changed') return { ...snapshot, sequence, jobs: withJob(snapshot.jobs, event.payload) };
  return { ...snapshot, sequence, inventory: withInventoryChange(snapshot.inventory, event.payload) };
}
