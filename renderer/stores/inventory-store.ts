import { create } from 'zustand';
import type { VmName } from '#shared/domain/ids.ts';
import type { Inventory, InventoryChange } from '#shared/domain/inventory.ts';
import type { Pool } from '#shared/domain/pool.ts';
import type { Vm } from '#shared/domain/vm.ts';

interface InventoryState {
  /** null until an agent has answered once; afterwards the newest that is known, even while the connection is lost. */
  readonly inventory: Inventory | null;
}

const noVms: readonly Vm[] = [];
const noPools: readonly Pool[] = [];

export const useInventoryStore = create<InventoryState>()(() => ({ inventory: null }));

export function replaceInventory(inventory: Inventory): void {
  useInventoryStore.setState({ inventory });
}

/** A change without an inventory to apply it to is dropped: the snapshot that is on its way includes it. */
export function applyInventoryChanged(change: InventoryChange): void {
  useInventoryStore.setState(({ inventory }) => (inventory === null ? {} : { inventory: merge(inventory, change) }));
}

function merge(inventory: Inventory, change: InventoryChange): Inventory {
  const byName = new Map(inventory.vms.map((vm) => [vm.name, vm]));
  for (const name of change.removedVms) byName.delete(name);
  for (const vm of change.changedVms) byName.set(vm.name, vm);
  const { takenAt, pools, problems } = change;
  return { takenAt, vms: [...byName.values()], pools, problems };
}

export const useHasInventory = (): boolean => useInventoryStore((state) => state.inventory !== null);
export const useTakenAt = (): string | null => useInventoryStore((state) => state.inventory?.takenAt ?? null);
export const useVms = (): readonly Vm[] => useInventoryStore((state) => state.inventory?.vms ?? noVms);
export const usePools = (): readonly Pool[] => useInventoryStore((state) => state.inventory?.pools ?? noPools);
export const useProblems = () => useInventoryStore((state) => state.inventory?.problems);

export const findVm = (name: VmName): Vm | undefined =>
  useInventoryStore.getState().inventory?.vms.find((vm) => vm.name === name);
