import type { Bytes } from '#shared/base/bytes.ts';
import type { PoolId, VmName } from '#shared/domain/ids.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { VolumeRole } from '#shared/domain/volume.ts';

export interface PoolUser {
  readonly vm: VmName;
  readonly role: VolumeRole;
  readonly sizeBytes: Bytes;
  /** Blocks shared with snapshots are counted in each. */
  readonly usedBytes: Bytes;
}

/** The volumes in a pool whose use is known, the largest first. */
export const poolUsers = (pool: PoolId, vms: readonly Vm[]): readonly PoolUser[] =>
  vms
    .flatMap(({ name, volumes }) =>
      volumes.flatMap(({ role, pool: its, state }): readonly PoolUser[] =>
        its === pool && state.kind === 'present'
          ? [{ vm: name, role, sizeBytes: state.sizeBytes, usedBytes: state.usedBytes }]
          : [],
      ),
    )
    .sort((one, other) => other.usedBytes - one.usedBytes);
