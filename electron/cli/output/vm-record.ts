import type { Bytes } from '#shared/base/bytes.ts';
import { bytes } from '#shared/base/bytes.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { PowerState, RootState, Vm, VmClass } from '#shared/domain/vm.ts';
import type { Pool } from '#shared/domain/pool.ts';
import { hasAutostartDrift } from '#shared/rules/autostart-drift.ts';
import { isUsageLive } from '#shared/rules/live-usage.ts';
import type { StorageKind, Volume, VolumeRole } from '#shared/domain/volume.ts';

/** One element of `ls --json`. Scripts rely on it: fields are added, never changed. */
export interface VmRecord {
  readonly name: string;
  readonly class: VmClass;
  readonly state: PowerState;
  readonly template: string | null;
  /** null where it has no volumes of its own, or of several kinds. */
  readonly storageType: StorageKind | null;
  readonly autostart: boolean | null;
  /** Whether systemd differs from what is registered; then `set VM autostart=…` repairs it. */
  readonly autostartDrift: boolean;
  /** Whether the root that it runs on is its template's of now; null for one without a root. */
  readonly rootState: RootState | null;
  readonly volumes: readonly VolumeRecord[];
}

export interface VolumeRecord {
  readonly role: VolumeRole;
  /** The pool's name; null where there is none. */
  readonly pool: string | null;
  /** null for a volume that is missing, or that we may not look at. */
  readonly sizeBytes: Bytes | null;
  /** null where its size is, or where it cannot be told because the volume is not active. */
  readonly usedBytes: Bytes | null;
  /** false: what it held at the last stop, as only root in dom0 is told more. */
  readonly isUsageLive: boolean;
  /** The ids of its older states, oldest first; null where there is no such thing, or it may not be read. */
  readonly revisions: readonly string[] | null;
  readonly isOutdated: boolean;
}

export function vmRecords(inventory: Inventory): readonly VmRecord[] {
  const pools = new Map(inventory.pools.map((pool) => [pool.id, pool]));
  return inventory.vms.map((vm) => vmRecord(vm, pools));
}

const vmRecord = (vm: Vm, pools: ReadonlyMap<PoolId, Pool>): VmRecord => ({
  name: vm.name,
  class: vm.class,
  state: vm.power,
  template: vm.template,
  storageType: vm.storageType,
  autostart: vm.autostart,
  autostartDrift: hasAutostartDrift(vm),
  rootState: vm.rootState,
  volumes: vm.volumes.map((volume) => ({
    role: volume.role,
    pool: volume.pool === null ? null : (pools.get(volume.pool)?.name ?? null),
    ...volumeSizes(volume),
    isUsageLive: isUsageLive(vm, volume, pools.get(volume.pool ?? ('' as PoolId))),
    revisions: volume.revisions?.map(({ id }) => id) ?? null,
    isOutdated: volume.isOutdated,
  })),
});

function volumeSizes({ state }: Volume): Pick<VolumeRecord, 'sizeBytes' | 'usedBytes'> {
  switch (state.kind) {
    case 'present':
      return { sizeBytes: state.sizeBytes, usedBytes: state.usedBytes };
    case 'from-template':
      return { sizeBytes: state.sizeBytes, usedBytes: bytes(0) };
    case 'inactive':
    case 'unavailable':
      return { sizeBytes: state.sizeBytes, usedBytes: null };
    case 'missing':
    case 'not-permitted':
      return { sizeBytes: null, usedBytes: null };
  }
}
