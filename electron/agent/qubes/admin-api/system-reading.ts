import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { ThinLook } from '../../storage/thin-volumes.ts';
import type { ListedVm } from './listed-vm.ts';
import type { PoolReading } from './read-pools.ts';
import type { VmReading } from './read-vm.ts';
import type { VolumeInfo } from './volume-info.ts';

/** Everything that was read of a system, as it was told. */
export interface SystemReading {
  readonly vms: Result<readonly ReadVm[], Failure>;
  readonly pools: Result<readonly PoolReading[], Failure>;
  /** What LVM tells itself; null where it is not asked. */
  readonly thin: ThinLook | null;
  /** Why it told nothing. */
  readonly thinFailure: Failure | null;
  /** Why events are not heard, where that is more than a connection that is made anew. */
  readonly events: Failure | null;
  /** A management qube is shown only those VMs that policy lets it see, and is not told that there are others. */
  readonly seesAllVms: boolean;
  /** Said to be halted, but their volumes are not committed yet (facts T3). */
  readonly halting: ReadonlySet<VmName>;
}

export interface ReadVm extends VmReading {
  readonly vm: ListedVm;
}

/** A volume that could be read, and whose it is. */
export interface KnownVolume {
  readonly vm: VmName;
  readonly info: VolumeInfo;
}

/** Every volume of the VMs that has an id; one without does not exist, such as the kernel of a VM that brings its own. */
export const knownVolumes = (vms: readonly ReadVm[]): readonly KnownVolume[] =>
  vms.flatMap(({ vm, volumes }) =>
    (volumes.ok ? volumes.value : []).flatMap(({ info }) =>
      info.ok && info.value.vid !== '' ? [{ vm: vm.name, info: info.value }] : [],
    ),
  );
