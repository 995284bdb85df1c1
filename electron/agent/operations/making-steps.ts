import type { Step } from '../jobs/step.ts';
import type { Making, MakingDraft } from './making.ts';
import type { OperationPorts } from './plan-draft.ts';
import { checkUnchanged } from './steps/check-unchanged.ts';
import { copyVolume } from './steps/copy-volume.ts';
import { formatVolume } from './steps/format-volume.ts';
import { registerNewVm } from './steps/register-new-vm.ts';
import { releaseNewVm } from './steps/release-new-vm.ts';
import { reserveFolder } from './steps/reserve-folder.ts';
import { reserveVolume } from './steps/reserve-volume.ts';
import { snapshotVolume } from './steps/snapshot-volume.ts';
import { verifyVolume } from './steps/verify-volume.ts';

/** Everything is made under names of the job's own; what others can see comes at once, and last. */
export function makingSteps(plan: MakingDraft, making: Making, ports: OperationPorts): readonly Step[] {
  const copies = plan.volumes.filter(({ by }) => by === 'copy');
  return [
    checkUnchanged(plan, ports),
    reserveFolder(making.folder, plan, ports),
    ...plan.volumes.filter(({ by }) => by === 'snapshot').map((volume) => snapshotVolume(plan, volume, ports)),
    ...[...copies, ...plan.fresh].map((target) => reserveVolume(plan, target, ports)),
    ...plan.fresh.filter(({ fileSystem }) => fileSystem !== null).map((target) => formatVolume(plan, target, ports)),
    ...copies.map((volume) => copyVolume(plan, volume, ports)),
    ...copies.map((volume) => verifyVolume(plan, volume, ports)),
    registerNewVm(making.change, plan, ports),
    releaseNewVm(plan, ports),
  ];
}
