import type { VolumeRole } from '#shared/domain/volume.ts';
import { hasOwnVolumes, movableRoles } from '#shared/rules/migrate-blockers.ts';
import { volumeName } from '#shared/rules/volume-names.ts';
import type { Expected, ExpectedVm, NewFinding } from '../storage-checks.ts';
import type { VolumeNaming } from '../volume-naming.ts';
import { devicePath } from './lvm-commands.ts';
import { isActive, isSkippedAtBoot, type LogicalVolume } from './lvm-report.ts';
import { volumesBySlot } from './lvm-survey.ts';
import { ownerOf } from './ownership-tags.ts';
import { revisionsOf } from './revisions.ts';
import { isDirty } from './session-tags.ts';
import { slotKey } from './volume-names.ts';

/** What is wrong with the volumes that VMs on LVM are registered to have. */
export function mainVolumeFindings(
  report: readonly LogicalVolume[],
  expected: Expected,
  naming: VolumeNaming,
): readonly NewFinding[] {
  const bySlot = volumesBySlot(report);
  return expected.vms
    .filter((vm) => vm.storageType === 'lvm' && hasOwnVolumes(vm))
    .flatMap((vm) => {
      const volumes = movableRoles(vm).map((role) => [role, bySlot.get(slotKey({ vm: vm.name, role }))] as const);
      return [
        ...volumes.flatMap(([role, volume]) =>
          volume === undefined ? [missing(report, vm, role, naming)] : mainFindings(vm, role, volume, expected),
        ),
        ...elsewhere(report, vm, volumes),
      ];
    });
}

function missing(
  report: readonly LogicalVolume[],
  { name }: ExpectedVm,
  role: VolumeRole,
  { scheme }: VolumeNaming,
): NewFinding {
  const lookedFor = volumeName(scheme, name, role);
  const revisionCount = revisionsOf(report, { vm: name, role }).length;
  return { code: 'volume-missing', vm: name, identity: lookedFor, storage: 'lvm', role, lookedFor, revisionCount };
}

function mainFindings(
  { name }: ExpectedVm,
  role: VolumeRole,
  volume: LogicalVolume,
  { isHalted }: Expected,
): readonly NewFinding[] {
  const facts = { vm: name, identity: volume.uuid, role, path: devicePath(volume) };
  if (volume.isVgPartial) return [{ code: 'volume-unavailable', ...facts, volumeGroup: volume.vg }];
  const findings: NewFinding[] = [];
  if (!isActive(volume)) findings.push({ code: 'volume-inactive', ...facts });
  if (isSkippedAtBoot(volume)) findings.push({ code: 'activation-skipped', ...facts });
  if (ownerOf(volume) === undefined) findings.push({ code: 'volume-untagged', ...facts });
  if (isDirty(volume) && isHalted(name) === true) findings.push({ code: 'volume-dirty', ...facts });
  return findings;
}

/** A VM's volumes are made in one pool, and nothing of ours ever moves one alone. */
function elsewhere(
  report: readonly LogicalVolume[],
  { name }: ExpectedVm,
  volumes: readonly (readonly [VolumeRole, LogicalVolume | undefined])[],
): readonly NewFinding[] {
  const poolNameOf = (volume: LogicalVolume): string => {
    const pool = report.find(({ uuid }) => uuid === volume.poolUuid);
    return pool === undefined ? volume.vg : `${pool.vg}/${pool.name}`;
  };
  const found = volumes.flatMap(([role, volume]) => (volume === undefined ? [] : [{ role, volume }]));
  return found.slice(1).flatMap(({ role, volume }, index) => {
    const other = found[index]?.volume ?? volume;
    if (other.poolUuid === volume.poolUuid) return [];
    const facts = { vm: name, identity: volume.uuid, role, path: devicePath(volume) };
    return [{ code: 'volume-elsewhere', ...facts, pool: poolNameOf(volume), otherPool: poolNameOf(other) } as const];
  });
}
