import type { Step } from '../jobs/step.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { checkUnchanged } from './steps/check-unchanged.ts';
import { copyVolume } from './steps/copy-volume.ts';
import { registerClone } from './steps/register-clone.ts';
import { releaseClone } from './steps/release-clone.ts';
import { reserveFolder } from './steps/reserve-folder.ts';
import { reserveVolume } from './steps/reserve-volume.ts';
import { snapshotVolume } from './steps/snapshot-volume.ts';
import { verifyVolume } from './steps/verify-volume.ts';

/** Everything is made under names of the job's own; what others can see comes at once, and last. */
export function cloneSteps(plan: DraftOf<'clone'>, ports: OperationPorts): readonly Step[] {
  const snapshots = plan.volumes.filter(({ to }) => ports.storage[to].reserveSnapshot !== undefined);
  const copies = plan.volumes.filter((volume) => !snapshots.includes(volume));
  return [
    checkUnchanged(plan, ports),
    reserveFolder(plan, ports),
    ...snapshots.map((volume) => snapshotVolume(plan, volume, ports)),
    ...copies.map((volume) => reserveVolume(plan, volume, ports)),
    ...copies.map((volume) => copyVolume(plan, volume, ports)),
    ...copies.map((volume) => verifyVolume(plan, volume, ports)),
    registerClone(plan, ports),
    releaseClone(plan, ports),
  ];
}
