import type { Bytes } from '#shared/base/bytes.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { StorageType, VolumeRole } from '#shared/domain/volume.ts';

/** One element of `kept ls --json`. Scripts rely on it: fields are added, never changed. */
export interface KeptRecord {
  readonly vm: string;
  readonly role: VolumeRole;
  readonly storageType: StorageType;
  readonly path: string;
  readonly sizeBytes: Bytes;
  /** What freeing it gives back at most. */
  readonly usedBytes: Bytes;
}

export const keptRecords = ({ vms }: Inventory): readonly KeptRecord[] =>
  vms.flatMap((vm) =>
    vm.kept.map(({ role, storage, path, sizeBytes, usedBytes }) => {
      return { vm: vm.name, role, storageType: storage, path, sizeBytes, usedBytes };
    }),
  );
