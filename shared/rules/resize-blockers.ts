import type { Bytes } from '../base/bytes.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { Job } from '../domain/job.ts';
import type { Vm } from '../domain/vm.ts';
import { inUseBlockers } from './in-use-blockers.ts';
import { hasOwnVolumes, inactiveVolumeBlockers, missingVolumeBlockers, ownsRoot } from './migrate-blockers.ts';

/**
 * Why this volume may not be made so large now, as far as the inventory tells. What is asked for is rounded up afterwards.
 * Only a halted VM: what a guest has open it does not see grow; a template's root that its children have open is no obstacle to
 * its private volume. Only growing: nobody here knows where its data ends.
 */
export function resizeBlockers(
  vm: Vm,
  role: 'root' | 'private',
  askedBytes: Bytes,
  jobs: Iterable<Job>,
): readonly Blocker[] {
  if (!hasOwnVolumes(vm)) return [{ code: 'no-volume-of-its-own', vm: vm.name, class: vm.class }];
  if (role === 'root' && !ownsRoot(vm) && vm.template !== null) {
    return [{ code: 'root-of-template', vm: vm.name, template: vm.template }];
  }
  const unreadable = [...missingVolumeBlockers(vm), ...inactiveVolumeBlockers(vm)].filter(
    (blocker) => !('role' in blocker) || blocker.role === role,
  );
  return [...inUseBlockers(vm, jobs, [role]), ...unreadable, ...sizeBlockers(vm, role, askedBytes)];
}

function sizeBlockers(vm: Vm, role: 'root' | 'private', askedBytes: Bytes): readonly Blocker[] {
  const state = vm.volumes.find((volume) => volume.role === role)?.state;
  if (state?.kind !== 'present') return [];
  const { sizeBytes } = state;
  if (askedBytes < sizeBytes) return [{ code: 'shrink-refused', vm: vm.name, role, sizeBytes, askedBytes }];
  return askedBytes === sizeBytes ? [{ code: 'already-that-size', vm: vm.name, role, sizeBytes }] : [];
}
