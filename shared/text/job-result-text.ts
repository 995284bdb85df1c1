import { assertNever } from '../base/assert-never.ts';
import type { JobResult } from '../domain/job-result.ts';
import type { VolumeRole } from '../domain/volume.ts';
import { formatBytes } from './format-bytes.ts';

/** As the guest sees it, which builds its root on the device that it gets. */
const guestDevice = (role: VolumeRole): string => (role === 'root' ? '/dev/mapper/dmroot' : '/dev/xvdb');

export function jobResultText(result: JobResult): string {
  const { vm } = result;
  switch (result.code) {
    case 'volume-grown':
      return `Volume: the ${result.role} of ${vm} has grown from ${formatBytes(result.fromBytes)} to ${formatBytes(result.toBytes)}.`;
    case 'filesystem-grown':
      return `File system: the one in the ${result.role} of ${vm} has grown to ${formatBytes(result.sizeBytes)}.`;
    case 'filesystem-left-to-guest':
      return `File system: the one in the ${result.role} of ${vm} is as it was, and ${vm} itself grows it at its next start; where it does not, type there: sudo resize2fs ${guestDevice(result.role)}`;
    case 'no-filesystem':
      return `File system: none that is known was found in the ${result.role} of ${vm}; what is in it is for ${vm} to grow.`;
    case 'filesystem-needs-check':
      return `File system: the one in the ${result.role} of ${vm} could not be grown and needs a check (${result.detail}). Type: e2fsck -f ${result.path}`;
    case 'volumes-left':
      return `qubesd said that it removed ${vm}, but left of its volumes in ${result.pool}: ${result.vids.join(', ')}. Nothing uses them any more; remove them in dom0.`;
    case 'not-carried-over':
      return `Not as it was before on ${vm}: ${result.what.join(', ')}. Look at it there.`;
    case 'address-changed':
      return `The address of ${vm} was ${result.from} and is ${result.to} now.`;
    default:
      return assertNever(result);
  }
}
