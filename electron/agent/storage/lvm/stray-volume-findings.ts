import { movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { Expected, NewFinding } from '../storage-checks.ts';
import { devicePath } from './lvm-commands.ts';
import { isOpen, isThinVolume, type LogicalVolume } from './lvm-report.ts';
import { jobOf, ownerOf, type Owner } from './ownership-tags.ts';
import { fromOf } from './session-tags.ts';
import { partOf } from './thin-pools.ts';
import { ownerByName } from './volume-names.ts';

/**
 * Thin volumes that were made for a VM, as a tag or at least their name says, and are not registered to be there. What has
 * neither is somebody else's, and none of our business.
 */
export function strayVolumeFindings(report: readonly LogicalVolume[], expected: Expected): readonly NewFinding[] {
  return report
    .filter((volume) => isThinVolume(volume) && volume.poolUuid !== null)
    .flatMap((volume) => {
      const owner = ownerOf(volume) ?? ownerByName(volume.name);
      const leftover = leftoverOf(volume, owner, expected);
      if (leftover !== undefined) return leftover;
      if (owner === undefined || isExpected(volume, owner, expected)) return [];
      return [orphanVolume(volume, owner)];
    });
}

/** Empty where the job is still at work; undefined where no job has made the volume. */
function leftoverOf(
  volume: LogicalVolume,
  owner: Owner | undefined,
  { jobs }: Expected,
): readonly NewFinding[] | undefined {
  const job = jobOf(volume);
  if (job === undefined) return undefined;
  const jobState = jobs.find(({ id }) => id === job)?.state ?? 'unknown';
  if (jobState === 'active') return [];
  const facts = { vm: owner?.vm ?? null, identity: volume.uuid, path: devicePath(volume) };
  return [{ code: 'job-leftover', ...facts, kind: 'volume', job, jobState }];
}

/** What a VM uses, what a migration back to files has kept, and what a running VM has for as long as it runs. */
function isExpected(volume: LogicalVolume, owner: Owner, { vms }: Expected): boolean {
  const vm = vms.find(({ name }) => name === owner.vm);
  if (vm === undefined) return false;
  if (fromOf(volume) !== undefined) return vm.power !== 'halted';
  if (!movableRoles(vm).includes(owner.role)) return owner.role === 'root' && vm.power !== 'halted';
  return vm.storageType === 'lvm' || ownerOf(volume) !== undefined;
}

const orphanVolume = (volume: LogicalVolume, { vm, role }: Owner): NewFinding => ({
  code: 'orphan-volume',
  vm,
  identity: volume.uuid,
  path: devicePath(volume),
  role,
  sizeBytes: volume.sizeBytes,
  usedBytes: partOf(volume.sizeBytes, volume.dataFraction),
  createdAt: volume.createdAt,
  isOpen: isOpen(volume),
  isTagged: ownerOf(volume) !== undefined,
});
