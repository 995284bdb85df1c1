import type { PowerState, RootState, Vm } from '#shared/domain/vm.ts';
import type { KeptVolume, Revision, StorageType, Volume, VolumeRole, VolumeState } from '#shared/domain/volume.ts';
import { hasOwnVolumes, movableRoles, ownsRoot } from '#shared/rules/migrate-blockers.ts';
import { otherStorage } from '#shared/rules/other-storage.ts';
import { originOfVersion } from '../device-mapper/root-version.ts';
import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { FoundRevision, FoundVolume } from '../storage/storage-backend.ts';
import { rootStateOf } from './root-state.ts';

/** Finds what one kind of storage has of a VM. */
export type FindVolume = (storage: StorageType, vm: RegisteredVm, role: VolumeRole) => FoundVolume | undefined;

interface Surroundings {
  readonly power: PowerState;
  readonly templatePower: PowerState;
  readonly hasAutostartLink: boolean | null;
  readonly template: RegisteredVm | undefined;
  /** The device of the version of its template's image files that it runs on; null where it runs on none. */
  readonly rootVersion: string | null;
  readonly find: FindVolume;
  readonly pathFor: (storage: StorageType, vm: RegisteredVm, role: VolumeRole) => string;
}

/** A volume that nothing is kept of. */
const plain = { isDirty: false, revisions: null, revisionsToKeep: null, isOutdated: false } as const;

/** A registered VM together with what is really there of it. */
export function describeVm(vm: RegisteredVm, around: Surroundings): Vm {
  return {
    name: vm.name,
    class: vm.class,
    power: around.power,
    label: vm.label,
    template: vm.template,
    storageType: storageTypeOf(vm, around),
    autostart: vm.autostart,
    hasAutostartLink: around.hasAutostartLink,
    isInternal: vm.isInternal,
    rootState: vm.class === 'AdminVM' ? null : rootState(vm, around),
    volumes: volumesOf(vm, around),
    kept: hasOwnVolumes(vm) ? keptOf(vm, around) : [],
    notPermitted: [],
  };
}

/** dom0 runs from its own disk. */
export const mayHaveVolumes = (vm: RegisteredVm): boolean => vm.class !== 'AdminVM';

/** A DispVM of core-2 runs from a savefile; one on LVM has volumes for as long as it runs, and nothing says so but they. */
function storageTypeOf(vm: RegisteredVm, { find }: Surroundings): StorageType {
  return vm.class === 'DispVM' && find('lvm', vm, 'private') !== undefined ? 'lvm' : vm.storageType;
}

function volumesOf(vm: RegisteredVm, around: Surroundings): readonly Volume[] {
  const isOutdated = rootState(vm, around) === 'outdated';
  if (hasOwnVolumes(vm)) {
    return [{ ...rootOf(vm, around), isOutdated }, ownVolume(vm, 'private', around), ...volatileOf(vm, around)];
  }
  return (['root', 'private'] as const).flatMap((role) => {
    const found = around.find('lvm', vm, role);
    return found === undefined ? [] : [{ ...present(role, 'lvm', found), isOutdated: isOutdated && role === 'root' }];
  });
}

function rootState(vm: RegisteredVm, { template, power, templatePower, rootVersion, find }: Surroundings): RootState {
  if (ownsRoot(vm)) return 'own';
  const source = template === undefined ? undefined : find(template.storageType, template, 'root');
  // An HVM's changes are part of its version, its template's root is the other part and never replaced.
  const version = vm.class === 'HVM' && rootVersion !== null ? originOfVersion(rootVersion) : rootVersion;
  const snapshot = find('lvm', vm, 'root')?.madeFrom;
  // Its template may have moved since it was started.
  const madeFrom = (template?.storageType === 'lvm' ? (snapshot ?? version) : (version ?? snapshot)) ?? null;
  return rootStateOf({ power, templatePower, madeFrom, committed: source?.committed ?? null });
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
  const storage = otherStorage(vm.storageType);
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
  const { pool, isDirty, revisionsToKeep } = found;
  const revisions = found.revisions.map(shownRevision);
  return { ...plain, role, storage, pool, state: stateOf(found), isDirty, revisions, revisionsToKeep };
}

function stateOf({ partialVolumeGroup, isActive, isOpen, sizeBytes, usedBytes }: FoundVolume): VolumeState {
  if (partialVolumeGroup !== null) return { kind: 'unavailable', sizeBytes, volumeGroup: partialVolumeGroup };
  return isActive ? { kind: 'present', sizeBytes, usedBytes, isOpen } : { kind: 'inactive', sizeBytes };
}

/** Where it lies is the agent's own matter. */
const shownRevision = ({ path: _path, identity: _identity, ...revision }: FoundRevision): Revision => revision;
