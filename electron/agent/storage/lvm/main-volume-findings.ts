import { hasOwnVolumes, movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { Expected, NewFinding } from '../storage-checks.ts';
import { devicePath } from './lvm-commands.ts';
import { isActive, isSkippedAtBoot, type LogicalVolume } from './lvm-report.ts';
import { volumesBySlot } from './lvm-survey.ts';
import { ownerOf } from './ownership-tags.ts';

/** What is wrong with the volumes that VMs on LVM are registered to have. */
export function mainVolumeFindings(report: readonly LogicalVolume[], { vms }: Expected): readonly NewFinding[] {
  const bySlot = volumesBySlot(report);
  return vms
    .filter((vm) => vm.storageType === 'lvm' && hasOwnVolumes(vm))
    .flatMap((vm) =>
      movableRoles(vm).flatMap((role): readonly NewFinding[] => {
        const name = `${vm.name}-${role}`;
        const volume = bySlot.get(name);
        if (volume === undefined) {
          const facts = { vm: vm.name, identity: name, storage: 'lvm', role, lookedFor: name } as const;
          return [{ code: 'volume-missing', ...facts }];
        }
        const facts = { vm: vm.name, identity: volume.uuid, role, path: devicePath(volume) };
        return [
          ...(isActive(volume) ? [] : [{ code: 'volume-inactive', ...facts } as const]),
          ...(isSkippedAtBoot(volume) ? [{ code: 'activation-skipped', ...facts } as const] : []),
          ...(ownerOf(volume) === undefined ? [{ code: 'volume-untagged', ...facts } as const] : []),
        ];
      }),
    );
}
