import type { DeviceId, DeviceIdentity, VmName } from '#shared/domain/ids.ts';

export interface AttachWish {
  readonly vm: VmName;
  readonly device: DeviceId;
  /** Left out, whichever device has the id now is meant. */
  readonly identity?: DeviceIdentity | undefined;
  readonly isReadOnly: boolean;
  readonly frontend?: string | undefined;
}
