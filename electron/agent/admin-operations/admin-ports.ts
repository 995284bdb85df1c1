import type { Bytes } from '#shared/base/bytes.ts';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import type { RecordedVolume } from '#shared/domain/relocation.ts';
import type { InPlacePorts } from './in-place/in-place-ports.ts';
import type { AdminQubes } from '../qubes/admin-api/admin-qubes.ts';

/** What the steps of a job on R4 work with. */
export interface AdminPorts {
  readonly qubes: AdminQubes;
  /** null in a management qube, which sees nothing but what qubesd tells. */
  readonly dom0: Dom0Eyes | null;
  /** null for anybody but root in dom0. */
  readonly dom0Root: Dom0Hands | null;
  /** null for anybody but root in dom0. */
  readonly inPlace: InPlacePorts | null;
  /** Between two looks at how far a copy has come. */
  readonly pollMs: number;
}

/** What every user of dom0 can see. */
export interface Dom0Eyes {
  /** Where the session of a volume is that was not written back to it (facts §4.4); null where there is none. */
  uncommittedPath(volume: RecordedVolume, driver: string): Promise<Result<string | null, Failure>>;
}

/** What only root can do there. */
export interface Dom0Hands {
  /** Hands a volume's bytes to qubesd, where it cannot clone them (facts T4). */
  importVolume(
    volume: { readonly path: string; readonly sizeBytes: Bytes },
    to: { readonly vm: string; readonly volume: string },
    options: { readonly signal: AbortSignal },
  ): Promise<Result<void, Failure>>;
  /** Whether two volumes hold the same, byte by byte. */
  compare(
    pair: { readonly sourcePath: string; readonly targetPath: string; readonly sizeBytes: Bytes },
    options: { readonly signal: AbortSignal },
  ): Promise<Result<void, Failure>>;
}

/** What a plan on R4 is made from. */
export interface AdminWorld {
  readonly inventory: Inventory;
}
