import { isDeepStrictEqual } from 'node:util';
import type { Inventory, InventoryChange } from '#shared/domain/inventory.ts';

/** What is different in `after`; undefined when only the time is. */
export function inventoryChange(before: Inventory, after: Inventory): InventoryChange | undefined {
  const known = new Map(before.vms.map((vm) => [vm.name, vm]));
  const changedVms = after.vms.filter((vm) => !isDeepStrictEqual(known.get(vm.name), vm));
  const remaining = new Set(after.vms.map((vm) => vm.name));
  const removedVms = [...known.keys()].filter((name) => !remaining.has(name));
  const isSame =
    changedVms.length === 0 &&
    removedVms.length === 0 &&
    isDeepStrictEqual(before.pools, after.pools) &&
    isDeepStrictEqual(before.problems, after.problems);
  if (isSame) return undefined;
  return { takenAt: after.takenAt, changedVms, removedVms, pools: after.pools, problems: after.problems };
}
