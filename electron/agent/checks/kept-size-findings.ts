import type { RegisteredVm } from '../qubes/vm-registry.ts';
import type { CheckedVolume, NewFinding } from '../storage/storage-checks.ts';

/** Volumes that are smaller than the image which they were made from, so that something of it cannot be in them. */
export function keptSizeFindings(
  vms: readonly RegisteredVm[],
  volumes: readonly CheckedVolume[],
): readonly NewFinding[] {
  const onLvm = new Set(vms.filter(({ storageType }) => storageType === 'lvm').map(({ name }) => name));
  const keyOf = ({ vm, role }: CheckedVolume): string => `${vm}:${role}`;
  const images = new Map(volumes.filter(({ storage }) => storage === 'file').map((image) => [keyOf(image), image]));
  // The other way round says nothing: a logical volume is rounded up to whole extents.
  const used = volumes.filter(({ vm, storage }) => storage === 'lvm' && onLvm.has(vm));
  return used.flatMap(({ storage: _lvm, ...volume }) => {
    const kept = images.get(keyOf({ ...volume, storage: 'lvm' }));
    if (kept === undefined || volume.sizeBytes >= kept.sizeBytes) return [];
    return [{ code: 'smaller-than-kept', ...volume, keptPath: kept.path, keptBytes: kept.sizeBytes } as const];
  });
}
