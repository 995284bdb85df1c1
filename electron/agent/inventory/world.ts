import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { StorageType, VolumeRole } from '#shared/domain/volume.ts';
import type { RegisteredVm, RegistryContents } from '../qubes/vm-registry.ts';
import type { FoundVolume, Survey, VolumeSlot } from '../storage/storage-backend.ts';

/** One look at everything: what clients are shown, and what only the agent may know (paths, identities). */
export interface World {
  readonly inventory: Inventory;
  readonly registered: ReadonlyMap<VmName, RegisteredVm>;
  /** All of the registry, or why `registered` is empty. */
  readonly registry: Result<RegistryContents, Failure>;
  readonly surveys: Readonly<Record<StorageType, Survey>>;
}

export const slotOf = (vm: RegisteredVm, role: VolumeRole): VolumeSlot => ({
  vm: vm.name,
  role,
  vmDir: vm.dirPath,
});

export const volumeIn = (survey: Survey, vm: VmName, role: VolumeRole): FoundVolume | undefined =>
  survey.volumes.find((volume) => volume.vm === vm && volume.role === role);

/** The VM of that name; a registry that cannot be read is told of as that, not as a VM that is not there. */
export function registeredVm({ registered, registry }: World, name: VmName): Result<RegisteredVm, Failure> {
  if (!registry.ok) return registry;
  const vm = registered.get(name);
  return vm === undefined ? err({ code: 'vm-not-found', vm: name }) : ok(vm);
}

/** What an action is about: a VM as it is registered, and as clients are shown it. */
export function findSubject(
  world: World,
  name: VmName,
): Result<{ readonly registered: RegisteredVm; readonly shown: Vm }, Failure> {
  const found = registeredVm(world, name);
  if (!found.ok) return found;
  const shown = world.inventory.vms.find((vm) => vm.name === name);
  if (shown === undefined) throw new Error(`${name} is registered, but not in the inventory of the same look`);
  return ok({ registered: found.value, shown });
}
