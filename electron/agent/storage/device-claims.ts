import type { Result } from '#shared/base/result.ts';
import type { DeviceOwner } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { VmName } from '#shared/domain/ids.ts';

/** What LVM says of one of its volumes, lvm2's own hidden ones among them. */
export interface VolumeClaim {
  readonly vg: string;
  /** null: it is nobody's, and may be given away. */
  readonly owner: DeviceOwner | null;
}

/** Tells which of dom0's block devices are LVM's, and whose. */
export interface DeviceClaimer {
  /**
   * By a volume's UUID without its hyphens, as device-mapper has it. A volume without a tag of ours goes by its name, but only
   * by that of a VM in `vms`.
   */
  volumes(vms: ReadonlySet<VmName>): Promise<Result<ReadonlyMap<string, VolumeClaim>, Failure>>;
  /** The volume group that a device belongs to, by the path that LVM calls the device. */
  members(): Promise<Result<ReadonlyMap<string, string>, Failure>>;
}
