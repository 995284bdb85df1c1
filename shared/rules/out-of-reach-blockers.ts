import type { Blocker } from '../domain/blocker.ts';
import type { Vm } from '../domain/vm.ts';
import { volumeRoles, type VolumeRole } from '../domain/volume.ts';

/** Which of these volumes of the VM are not there, or are in a volume group that a disk is gone of. */
export const outOfReachBlockers = (vm: Vm, roles: readonly VolumeRole[] = volumeRoles): readonly Blocker[] =>
  vm.volumes.flatMap(({ role, state }): readonly Blocker[] => {
    if (!roles.includes(role)) return [];
    if (state.kind === 'missing') return [{ code: 'image-missing', vm: vm.name, role, lookedFor: state.lookedFor }];
    return state.kind === 'unavailable'
      ? [{ code: 'volume-unavailable', vm: vm.name, role, volumeGroup: state.volumeGroup }]
      : [];
  });

/** A VM that can do nothing until somebody brings back what is missing. */
export const isOutOfReach = (vm: Vm): boolean => outOfReachBlockers(vm).length > 0;
