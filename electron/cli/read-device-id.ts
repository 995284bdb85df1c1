import { err, ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { deviceIdSchema, type DeviceId } from '#shared/domain/ids.ts';

/** What was typed as a device: `dom0:sdb1`, or `sdb1` for short. What can be none is answered as one that is not there. */
export function readDeviceId(typed: string): Result<DeviceId, Failure> {
  const id = deviceIdSchema.safeParse(typed.includes(':') ? typed : `dom0:${typed}`);
  return id.success ? ok(id.data) : err({ code: 'device-not-found', device: typed });
}
