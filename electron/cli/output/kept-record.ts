import type { Bytes } from '#shared/base/bytes.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { Job } from '#shared/domain/job.ts';
import type { StorageType, VolumeRole } from '#shared/domain/volume.ts';
import { lastSwitch } from '#shared/rules/last-switch.ts';

/** One element of `kept ls --json`. Scripts rely on it: fields are added, never changed. */
export interface KeptRecord {
  readonly vm: string;
  readonly role: VolumeRole;
  readonly storageType: StorageType;
  readonly path: string;
  readonly sizeBytes: Bytes;
  /** What freeing it gives back at most. */
  readonly usedBytes: Bytes;
  /** When its VM moved away from it; null where no job tells. */
  readonly since: string | null;
}

export const keptRecords = ({ vms }: Inventory, jobs: readonly Job[]): readonly KeptRecord[] =>
  vms.flatMap((vm) => {
    const since = lastSwitch(vm, jobs)?.at ?? null;
    return vm.kept.map(({ role, storage, path, sizeBytes, usedBytes }) => {
      return { vm: vm.name, role, storageType: storage, path, sizeBytes, usedBytes, since };
    });
  });
