import type { NamingScheme } from '#shared/domain/naming-scheme.ts';

/** How this machine names the volumes of its VMs now: for new ones. Whose a volume is, its tags say. */
export interface VolumeNaming {
  readonly scheme: NamingScheme;
}
