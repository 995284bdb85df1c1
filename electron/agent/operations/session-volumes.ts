import type { VmName } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import { ownsRoot } from '#shared/rules/migrate-blockers.ts';
import { slotOf, type World } from '../inventory/world.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { SessionVolume } from '../storage/volume-sessions.ts';

/** A volume for a VM's session, in the kind of storage that it is or will be in. */
export interface PlacedVolume {
  readonly storage: StorageType;
  readonly volume: SessionVolume;
}

const sessionRoles = ['root', 'private'] as const;

/** What a VM needs to run: its root, which is of its template's kind of storage where it is its template's, and its private. */
export function sessionVolumes(vm: RegisteredVm, { registered }: Pick<World, 'registered'>): readonly PlacedVolume[] {
  if (vm.class === 'DispVM') return disposableVolumes(vm.name);
  const template = vm.template === null ? undefined : registered.get(vm.template);
  const placed = (role: 'root' | 'private', from: RegisteredVm | undefined): PlacedVolume => ({
    storage: from?.storageType ?? vm.storageType,
    volume: { slot: slotOf(vm, role), vmClass: vm.class, source: from === undefined ? null : slotOf(from, role) },
  });
  return [placed('root', ownsRoot(vm) ? undefined : template), placed('private', undefined)];
}

/**
 * Those of a DisposableVM, which has no folder. Of one that runs nobody has written down which VM it was made of: for ending
 * its session, that it was made of one is enough.
 */
export const disposableVolumes = (
  name: VmName,
  made?: { readonly dvm: RegisteredVm; readonly template: RegisteredVm },
): readonly PlacedVolume[] =>
  sessionRoles.map((role) => {
    const slot = { vm: name, role, vmDir: '/nonexistent' };
    const source = made === undefined ? slot : slotOf(role === 'root' ? made.template : made.dvm, role);
    return { storage: 'lvm', volume: { slot, vmClass: 'DispVM', source } };
  });
