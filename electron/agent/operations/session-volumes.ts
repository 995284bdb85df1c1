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

/** What a VM needs to run: its root, which is of its template's kind of storage where it is its template's, and its private. */
export function sessionVolumes(vm: RegisteredVm, { registered }: World): readonly PlacedVolume[] {
  const template = vm.template === null ? undefined : registered.get(vm.template);
  const placed = (role: 'root' | 'private', from: RegisteredVm | undefined): PlacedVolume => ({
    storage: from?.storageType ?? vm.storageType,
    volume: { slot: slotOf(vm, role), vmClass: vm.class, source: from === undefined ? null : slotOf(from, role) },
  });
  return [placed('root', ownsRoot(vm) ? undefined : template), placed('private', undefined)];
}
