import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { ThinPool } from '#shared/domain/pool.ts';

/** LVM as root in dom0 sees it beside a qubesd whose volumes these are. They go by R4's ids: `VG/LV` (facts R4 §3.2). */
export interface ThinVolumes {
  look(): Promise<Result<ThinLook, Failure>>;
}

/** Everything at one moment. */
export interface ThinLook {
  /** By `VG/POOL`. */
  readonly pools: ReadonlyMap<string, ThinPool>;
  readonly volumes: ReadonlyMap<string, SeenVolume>;
}

export interface SeenVolume {
  readonly vid: string;
  /** lvm2's own, which a rename does not change. qubesd makes another volume the committed one at the end of every session. */
  readonly uuid: string;
  readonly sizeBytes: Bytes;
  readonly usedBytes: Bytes;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly tags: readonly string[];
}

/** What a running VM writes to; left behind by one that is halted, its last session was not committed (facts R4 T3, T7). */
export const sessionVid = (vid: string): string => `${vid}-snap`;
