import { assertNever } from '../base/assert-never.ts';
import type { JobResult } from '../domain/job-result.ts';
import type { VolumeRole } from '../domain/volume.ts';
import { formatBytes } from './format-bytes.ts';

/** As the guest sees it, which builds its root on the device that it gets. */
const guestDevice = (role: VolumeRole): string => (role === 'root' ? '/dev/mapper/dmroot' : '/dev/xvdb');

export function jobResultText(result: JobResult): string {
  const { vm, role } = result;
  switch (result.code) {
    case 'volume-grown':
      return `Volume: the ${role} of ${vm} has grown from ${formatBytes(result.fromBytes)} to ${formatBytes(result.toBytes)}.`;
    case 'filesystem-grown':
      return `File system: the one in the ${role} of ${vm} has grown to ${formatBytes(result.sizeBytes)}.`;
    case 'filesystem-left-to-guest':
      return `File system: the one in the ${role} of ${vm} is as it was, and ${vm} itself grows it at its next start; where it does not, type there: sudo resize2fs ${guestDevice(role)}`;
    case 'no-filesystem':
      return `File system: none that is known was found in the ${role} of ${vm}; what is in it is for ${vm} to grow.`;
    case 'filesystem-needs-check':
      return `File system: the one in the ${role} of ${vm} could not be grown and needs a check (${result.detail}). Type: e2fsck -f ${result.path}`;
    default:
      return assertNever(result);
  }
}
