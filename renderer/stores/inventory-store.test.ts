import { beforeEach, expect, test } from 'vitest';
import { aFilePool, anInventory, aVm, timestamp, vmName } from '#shared/testing/builders.ts';
import { applyInventoryChanged, replaceInventory, useInventoryStore } from './inventory-store.ts';

const current = () => useInventoryStore.getState().inventory;
const change = {
  takenAt: timestamp('2026-11-23T15:00:00.000Z'),
  changedVms: [],
  removedVms: [],
  pools: [aFilePool()],
  problems: [],
};

beforeEach(() => useInventoryStore.setState({ inventory: null }));

test('a change replaces, adds and removes VMs by name', () => {
  replaceInventory(anInventory({ vms: [aVm({ name: vmName('a') }), aVm({ name: vmName('b') })] }));
  const changed = aVm({ name: vmName('b'), storageType: 'lvm' });
  applyInventoryChanged({ ...change, changedVms: [changed, aVm({ name: vmName('c') })], removedVms: [vmName('a')] });
  expect(current()?.vms.map((vm) => [vm.name, vm.storageType])).toEqual([
    ['b', 'lvm'],
    ['c', 'file'],
  ]);
});

test('VMs that did not change stay the same objects, so that their rows are not drawn again', () => {
  const vm = aVm();
  replaceInventory(anInventory({ vms: [vm] }));
  applyInventoryChanged(change);
  expect(current()?.vms[0]).toBe(vm);
  expect(current()?.pools).toEqual(change.pools);
});

test('a change before the first inventory is left to the snapshot', () => {
  applyInventoryChanged(change);
  expect(current()).toBeNull();
});
