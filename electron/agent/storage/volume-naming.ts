import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import type { NamingScheme } from '#shared/domain/naming-scheme.ts';

/** How this machine names the volumes of its VMs now: for new ones. Whose a volume is, its tags say. */
export interface VolumeNaming {
  readonly scheme: NamingScheme;
}

/** A machine on which nobody has chosen otherwise. */
export const originalNaming: VolumeNaming = { scheme: 'NAME-VOLUME' };

/** The same, where a person may choose. */
export interface ChosenNaming extends VolumeNaming {
  /** Durable when it returns. */
  choose(scheme: NamingScheme): Promise<Result<void, Failure>>;
}
