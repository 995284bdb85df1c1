import type { VmName } from '#shared/domain/ids.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';
import { hasOwnVolumes, movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { Expected, NewFinding } from '../storage-checks.ts';
import { devicePath } from './lvm-commands.ts';
import { isOpen, isThinVolume, type LogicalVolume } from './lvm-report.ts';
import { volumesBySlot } from './lvm-survey.ts';
import { jobOf, ownerOf, type Owner } from './ownership-tags.ts';
import { fromOf, revisionOf } from './session-tags.ts';
import { partOf } from './thin-pools.ts';
import { ownerByName, slotKey } from './volume-names.ts';

interface Stray {
  readonly volume: LogicalVolume;
  readonly owner: Owner;
  readonly isTagged: boolean;
}

/**
 * Thin volumes that were made for a VM, as a tag or at least their name says, and are not registered to be there. What has
 * neither is somebody else's, and none of our business.
 */
export function strayVolumeFindings(report: readonly LogicalVolume[], expected: Expected): readonly NewFinding[] {
  const bySlot = volumesBySlot(report);
  return report
    .filter((volume) => isThinVolume(volume) && volume.poolUuid !== null)
    .flatMap((volume) => {
      const tagged = ownerOf(volume);
      const owner = tagged ?? ownerByName(volume.name);
      const main = owner === undefined ? undefined : bySlot.get(slotKey(owner));
      if (jobOf(volume) !== undefined) return jobFindings(volume, owner, main === volume, expected);
      if (owner === undefined) return [];
      return findingsOf({ volume, owner, isTagged: tagged !== undefined }, main, bySlot, expected);
    });
}

function jobFindings(
  volume: LogicalVolume,
  owner: Owner | undefined,
  isMain: boolean,
  { vms, jobs }: Expected,
): readonly NewFinding[] {
  const id = jobOf(volume);
  const job = jobs.find((one) => one.id === id);
  if (id === undefined || job?.state === 'active') return [];
  const facts = { identity: volume.uuid, path: devicePath(volume), job: id, jobState: job?.state ?? 'unknown' };
  const isUsed = isMain && vms.some(({ name, storageType }) => name === owner?.vm && storageType === 'lvm');
  if (isUsed && owner !== undefined) return [{ code: 'job-tag-left', vm: owner.vm, role: owner.role, ...facts }];
  const isCopy = job?.makesCopiesOnly ?? false;
  return [{ code: 'job-leftover', vm: owner?.vm ?? null, kind: 'volume', isOpen: isOpen(volume), isCopy, ...facts }];
}

function findingsOf(
  stray: Stray,
  main: LogicalVolume | undefined,
  bySlot: ReadonlyMap<string, LogicalVolume>,
  expected: Expected,
): readonly NewFinding[] {
  const { volume, owner, isTagged } = stray;
  if (isForSession(stray, expected)) return sessionLeft(stray, expected);
  const vm = expected.vms.find(({ name }) => name === owner.vm);
  const isOwnRole = vm !== undefined && hasOwnVolumes(vm) && movableRoles(vm).includes(owner.role);
  // Of a VM on files, only what is tagged is what a migration has kept; the name alone could be anybody's.
  if (isOwnRole && (vm.storageType === 'lvm' || isTagged)) {
    if (revisionOf(volume) !== undefined || main === volume) return [];
    if (isTagged && main !== undefined) {
      const facts = { vm: owner.vm, identity: volume.uuid, role: owner.role, path: devicePath(volume) };
      return [{ code: 'volume-twice', ...facts, otherPath: devicePath(main) }];
    }
  }
  return [orphanVolume(stray, candidatesFor(owner.role, bySlot, expected))];
}

/** Made for one run of a VM; the original patch set made such roots as well, without a tag. */
function isForSession({ volume, owner, isTagged }: Stray, { vms }: Expected): boolean {
  if (fromOf(volume) !== undefined) return true;
  const vm = vms.find(({ name }) => name === owner.vm);
  const isRootOfTemplate = owner.role === 'root' && vm !== undefined && vm.template !== null;
  return isRootOfTemplate && !isTagged && volume.originUuid !== null;
}

function sessionLeft({ volume, owner, isTagged }: Stray, { isHalted }: Expected): readonly NewFinding[] {
  if (isHalted(owner.vm) !== true) return [];
  const facts = { vm: owner.vm, identity: volume.uuid, role: owner.role, path: devicePath(volume) };
  return [{ code: 'session-left', ...facts, isOpen: isOpen(volume), isTagged }];
}

/** Halted VMs on LVM that should have a volume of this role, and have none. */
const candidatesFor = (
  role: VolumeRole,
  bySlot: ReadonlyMap<string, LogicalVolume>,
  { vms, isHalted }: Expected,
): readonly VmName[] =>
  vms
    .filter((vm) => vm.storageType === 'lvm' && hasOwnVolumes(vm) && movableRoles(vm).includes(role))
    .filter(({ name }) => !bySlot.has(slotKey({ vm: name, role })) && isHalted(name) === true)
    .map(({ name }) => name);

const orphanVolume = ({ volume, owner, isTagged }: Stray, candidates: readonly VmName[]): NewFinding => ({
  code: 'orphan-volume',
  vm: owner.vm,
  identity: volume.uuid,
  role: owner.role,
  path: devicePath(volume),
  sizeBytes: volume.sizeBytes,
  usedBytes: partOf(volume.sizeBytes, volume.dataFraction),
  createdAt: volume.createdAt,
  isOpen: isOpen(volume),
  isTagged,
  isRevision: revisionOf(volume) !== undefined,
  candidates,
});
