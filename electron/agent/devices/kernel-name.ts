import { join } from 'node:path';
import type { DeviceId } from '#shared/domain/ids.ts';
import { dom0 } from './describe-device.ts';
import { kernelText } from './kernel-text.ts';
import { blockClassDir } from './read-block-devices.ts';

/** Nothing that could lead out of a folder. */
const namePattern = /^[0-9A-Za-z][\w!.:@-]*$/;

/** The kernel's name for the device that a client means; null where that can be none. */
export function kernelName(id: DeviceId): string | null {
  const name = id.slice(dom0.length + 1);
  return id.startsWith(`${dom0}:`) && namePattern.test(name) ? name : null;
}

/** `MAJOR:MINOR` of the block device of this name; null where there is none. */
export const presentNumber = (name: string): string | null => kernelText(join(blockClassDir, name, 'dev'));
