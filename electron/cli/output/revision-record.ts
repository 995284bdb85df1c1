import type { Bytes } from '#shared/base/bytes.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { StorageKind, VolumeRole } from '#shared/domain/volume.ts';

/** One element of `revisions VM --json`: a volume of the VM's own. Scripts rely on it: fields are added, never changed. */
export interface RevisionsRecord {
  readonly role: VolumeRole;
  readonly storageType: StorageKind;
  /** A session goes on, or was cut off and is not ended: the committed revision is what others start from. */
  readonly isDirty: boolean;
  /** null where it cannot be chosen. */
  readonly revisionsToKeep: number | null;
  /** Oldest first. */
  readonly revisions: readonly {
    readonly revision: string;
    readonly takenAt: string | null;
    readonly sizeBytes: Bytes | null;
    /** What would come free without it; null where that cannot be told. */
    readonly exclusiveBytes: Bytes | null;
    readonly isPinned: boolean;
    readonly note: string | null;
    readonly isCommitted: boolean;
  }[];
}

/** Of all its volumes, or of one. */
export const revisionsRecords = ({ volumes }: Vm, only: string | undefined): readonly RevisionsRecord[] =>
  volumes
    .filter(({ role }) => (only === undefined ? role === 'root' || role === 'private' : role === only))
    .filter(({ state }) => state.kind === 'present' || state.kind === 'inactive')
    .map(({ role, storage, isDirty, revisionsToKeep, revisions }) => ({
      role,
      storageType: storage,
      isDirty,
      revisionsToKeep,
      revisions: (revisions ?? []).map(({ id, ...facts }) => ({ revision: id, ...facts })),
    }));
