import type { Step } from '../jobs/step.ts';
import type { DraftOf, OperationPorts } from './plan-draft.ts';
import { core2Storage } from './core2-storage.ts';
import { checkUnchanged } from './steps/check-unchanged.ts';
import { completeTemplate } from './steps/complete-template.ts';
import { copyVolume } from './steps/copy-volume.ts';
import { releaseVolumes } from './steps/release-volumes.ts';
import { reserveVolume } from './steps/reserve-volume.ts';
import { switchStorage } from './steps/switch-storage.ts';
import { verifyVolume } from './steps/verify-volume.ts';

/** Every copy is made and compared before the first thing that others can see is changed. */
export function migrationSteps(plan: DraftOf<'migrate'>, ports: OperationPorts): readonly Step[] {
  const forEachVolume = (make: typeof copyVolume): readonly Step[] =>
    plan.volumes.map((volume) => make(plan, volume, ports));
  // All of a VM's volumes move together, and each has a private one.
  const to = core2Storage(plan.volumes[0]?.to);
  const hasFileRoot = plan.volumes.some(({ role }) => role === 'root') && to === 'file';
  return [
    checkUnchanged(plan, ports),
    ...forEachVolume(reserveVolume),
    ...forEachVolume(copyVolume),
    ...forEachVolume(verifyVolume),
    switchStorage(plan, to, ports),
    releaseVolumes(plan, ports),
    ...(hasFileRoot ? [completeTemplate(plan, 'file', ports)] : []),
  ];
}
