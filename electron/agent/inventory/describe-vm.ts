import type { PowerState, Vm } from '#shared/domain/vm.ts';
import type { KeptVolume, StorageType, Volume, VolumeRole } from '#shared/domain/volume.ts';
import { hasOwnVolumes, movableRoles, ownsRoot } from '#shared/rules/migrate-blockers.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { FoundVolume } from '../storage/storage-backend.ts';

/** Finds what one kind of storage has of a VM. */
export type FindVolume = (storage: StorageType, vm: RegisteredVm, role: VolumeRole) => FoundVolume | undefined;

interface Surroundings {
  readonly power: PowerState;
  readonly hasAutostartLink: boolean | null;
  readonly template: RegisteredVm | undefined;
  readonly find: FindVolume;
  readonly pathFor: (storage: StorageType, vm: RegisteredVm, role: VolumeRole) => string;
}

/** What R4 tells of a volume and core-2 does not know. */
const plain = { revisions: null, isOutdated: false } as const;

/** A registered VM together with what is really there of it. */
export function describeVm(vm: RegisteredVm, around: Surroundings): Vm {
  return {
    name: vm.name,
    class: vm.class,
    power: around.power,
    label: vm.label,
    template: vm.template,
    storageType: vm.storageType,
    autostart: vm.autostart,
    hasAutostartLink: around.hasAutostartLink,
    isInternal: vm.isInternal,
    volumes: hasOwnVolumes(vm) ? [rootOf(vm, around), ownVolume(vm, 'private', around), ...volatileOf(vm, around)] : [],
    kept: hasOwnVolumes(vm) ? keptOf(vm, around) : [],
    notPermitted: [],
  };
}

/** A template-based VM's root is of the template's kind of storage, and exists only while it runs. */
function rootOf(vm: RegisteredVm, around: Surroundings): Volume {
  if (ownsRoot(vm) || vm.template === null) return ownVolume(vm, 'root', around);
  const storage = around.template?.storageType ?? 'file';
  const running = storage === 'lvm' ? around.find('lvm', vm, 'root') : undefined;
  if (running !== undefined) return present('root', storage, running);
  const source = around.template === undefined ? undefined : around.find(storage, around.template, 'root');
  return {
    ...plain,
    role: 'root',
    storage,
    pool: source?.pool ?? null,
    state: { kind: 'from-template', template: vm.template, sizeBytes: source?.sizeBytes ?? null },
  };
}

/** What there is of it in the kind of storage that it does not use. */
function keptOf(vm: RegisteredVm, around: Surroundings): readonly KeptVolume[] {
  const storage = vm.storageType === 'lvm' ? 'file' : 'lvm';
  return movableRoles(vm).flatMap((role) => {
    const found = around.find(storage, vm, role);
    if (found?.isOwn !== true) return [];
    const { path, sizeBytes, usedBytes, isOpen } = found;
    return [{ role, storage, path, sizeBytes, usedBytes, isOpen }];
  });
}

function ownVolume(vm: RegisteredVm, role: VolumeRole, around: Surroundings): Volume {
  const storage = vm.storageType;
  const found = around.find(storage, vm, role);
  if (found !== undefined) return present(role, storage, found);
  return {
    ...plain,
    role,
    storage,
    pool: null,
    state: { kind: 'missing', lookedFor: around.pathFor(storage, vm, role) },
  };
}

/** Made anew at every start, so that its absence means nothing; core-2 keeps it as a file for both kinds. */
function volatileOf(vm: RegisteredVm, around: Surroundings): readonly Volume[] {
  const found = around.find('file', vm, 'volatile');
  return found === undefined ? [] : [present('volatile', 'file', found)];
}

function present(role: VolumeRole, storage: StorageType, found: FoundVolume): Volume {
  const state = found.isActive
    ? ({ kind: 'present', sizeBytes: found.sizeBytes, usedBytes: found.usedBytes, isOpen: found.isOpen } as const)
    : ({ kind: 'inactive', sizeBytes: found.sizeBytes } as const);
  return { ...plain, role, storage, pool: found.pool, state };
}
