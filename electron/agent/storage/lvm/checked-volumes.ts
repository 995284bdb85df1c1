import { hasOwnVolumes, movableRoles } from '#shared/rules/migrate-blockers.ts';
import type { CheckedVolume, Expected } from '../storage-checks.ts';
import { devicePath } from './lvm-commands.ts';
import type { LogicalVolume } from './lvm-report.ts';
import { volumesBySlot } from './lvm-survey.ts';
import { ownerOf } from './ownership-tags.ts';
import { slotKey } from './volume-names.ts';

/** The volumes of registered VMs that are at their places. Of a VM on files only a tagged one is what was kept. */
export function checkedVolumes(report: readonly LogicalVolume[], { vms }: Expected): readonly CheckedVolume[] {
  const bySlot = volumesBySlot(report);
  return vms.filter(hasOwnVolumes).flatMap((vm) =>
    movableRoles(vm).flatMap((role): readonly CheckedVolume[] => {
      const volume = bySlot.get(slotKey({ vm: vm.name, role }));
      if (volume === undefined || (vm.storageType === 'file' && ownerOf(volume) === undefined)) return [];
      const { uuid: identity, sizeBytes } = volume;
      return [{ vm: vm.name, role, storage: 'lvm', path: devicePath(volume), identity, sizeBytes }];
    }),
  );
}
