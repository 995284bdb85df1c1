import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** Makes file systems in volumes that are new: whatever is in them is gone. */
export interface VolumeFormatter {
  /** What `makeExt4` comes down to, as a person would type it; for reading only. */
  command(path: string): string;
  makeExt4(path: string): Promise<Result<void, Failure>>;
}
